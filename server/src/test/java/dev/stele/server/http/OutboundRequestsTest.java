package dev.stele.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.host.exchange.HttpFailedException;
import dev.stele.host.exchange.HttpHeader;
import dev.stele.host.exchange.HttpReply;
import dev.stele.host.exchange.HttpRequest;
import dev.stele.host.exchange.HttpVersion;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.HttpMethod;
import dev.stele.server.http.OutboundRequests.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What modules may ask of other servers, and what they get from good and bad ones. */
final class OutboundRequestsTest {

    private static final String REFUSED =
            "refusing to connect to private or special-purpose addresses";

    private static final OutboundRequests EVERYWHERE = new OutboundRequests(Reach.EVERYTHING);
    private static final OutboundRequests PUBLIC = new OutboundRequests(Reach.PUBLIC);

    private OtherServer other;

    @BeforeEach
    void start() throws IOException {
        other = OtherServer.start();
    }

    @AfterEach
    void stop() throws IOException {
        other.close();
    }

    private static OutboundRequests through(
            Predicate<InetAddress> allowed, OutboundRequests.Names names) {
        return new OutboundRequests(
                new OutboundRequests.Roads(
                        true,
                        allowed,
                        false,
                        names,
                        (SSLSocketFactory) SSLSocketFactory.getDefault()));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + other.port() + path;
    }

    private static HttpRequest request(
            String method, String uri, Optional<Duration> timeout, String... headers) {
        List<HttpHeader> all =
                Arrays.stream(headers)
                        .map(line -> line.split(": ", 2))
                        .map(pair -> new HttpHeader(pair[0], latin(pair[1])))
                        .toList();
        return new HttpRequest(HttpMethod.of(method), all, timeout, uri, HttpVersion.HTTP_11);
    }

    private static HttpRequest get(String uri, String... headers) {
        return request("GET", uri, Optional.empty(), headers);
    }

    private static HttpRequest impatient(String uri) {
        return request("GET", uri, Optional.of(Duration.ofMillis(200)));
    }

    private static Bytes latin(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Map<String, String> headers(HttpReply reply) {
        Map<String, String> all = new HashMap<>();
        for (HttpHeader header : reply.response().headers()) {
            String value = new String(header.value().toByteArray(), StandardCharsets.ISO_8859_1);
            all.merge(header.name(), value, (a, b) -> a + ", " + b);
        }
        return all;
    }

    private static String text(HttpReply reply) {
        return new String(reply.body().toByteArray(), StandardCharsets.ISO_8859_1);
    }

    private static Bytes everyByte() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        return Bytes.wrap(all);
    }

    private static void fails(OutboundRequests by, HttpRequest request, String why) {
        assertThatThrownBy(() -> by.send(request, Bytes.EMPTY))
                .isInstanceOf(HttpFailedException.class)
                .hasMessageContaining(why);
    }

    // ---- what goes and comes

    @Test
    void statusHeadersAndBodyCome() throws HttpFailedException {
        other.answer(
                "/x",
                "299 Odd",
                "X-One: 1\r\nX-Many: a\r\nX-Many: b\r\nX-Latin: \u00e9",
                everyByte());
        HttpReply reply = EVERYWHERE.send(get(url("/x")), Bytes.EMPTY);
        assertThat(reply.response().code()).isEqualTo(299);
        assertThat(reply.body()).isEqualTo(everyByte());
        assertThat(headers(reply))
                .containsEntry("x-one", "1")
                .containsEntry("x-many", "a, b")
                .containsEntry("x-latin", "\u00e9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"})
    void methodHeadersAndBodyGo(String method) throws HttpFailedException {
        HttpRequest request =
                request(
                        method,
                        url("/echo?q=%20x"),
                        Optional.empty(),
                        "X-Mine: one",
                        "X-Mine: \u00e9");
        HttpReply reply = EVERYWHERE.send(request, everyByte());
        assertThat(reply.body()).isEqualTo(everyByte());
        OtherServer.Seen seen = other.last();
        assertThat(seen.line()).isEqualTo(method + " /echo?q=%20x HTTP/1.1");
        assertThat(seen.header("x-mine").replace(",", ", ").replace("  ", " "))
                .isEqualTo("one, \u00e9");
        assertThat(seen.header("host")).isEqualTo("127.0.0.1:" + other.port());
        assertThat(seen.header("content-length")).isEqualTo("256");
    }

    @Test
    void headHasNoBody() throws HttpFailedException {
        HttpReply reply =
                EVERYWHERE.send(request("HEAD", url("/echo"), Optional.empty()), Bytes.EMPTY);
        assertThat(reply.response().code()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(Bytes.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304, 400, 401, 404, 418, 500, 503, 599})
    void anyStatusIsAnAnswer(int status) throws HttpFailedException {
        other.answer("/x", status + " Some", "X-One: 1", Bytes.EMPTY);
        HttpReply reply = EVERYWHERE.send(get(url("/x")), Bytes.EMPTY);
        assertThat(reply.response().code()).isEqualTo(status);
        assertThat(headers(reply)).containsEntry("x-one", "1");
    }

    @Test
    void partsOfABodyArePutTogether() throws HttpFailedException {
        other.raw(
                "/x",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        assertThat(text(EVERYWHERE.send(get(url("/x")), Bytes.EMPTY))).isEqualTo("abcde");
    }

    @Test
    void interimAnswersAreNotTheAnswer() throws HttpFailedException {
        other.raw(
                "/x",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nX-One: 1\r\n\r\n"
                        + "HTTP/1.0 200\r\nContent-Length: 2\r\n\r\nok");
        HttpReply reply = EVERYWHERE.send(get(url("/x")), Bytes.EMPTY);
        assertThat(text(reply)).isEqualTo("ok");
        assertThat(reply.response().version()).isEqualTo(HttpVersion.HTTP_10);
        assertThat(headers(reply)).doesNotContainKey("x-one");
    }

    @Test
    void aBodyEndsWithItsConnection() throws HttpFailedException {
        other.raw("/x", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end");
        assertThat(text(EVERYWHERE.send(get(url("/x")), Bytes.EMPTY))).isEqualTo("until the end");
    }

    @Test
    void charactersThatAreNotOfAnUrlAreEscaped() throws HttpFailedException {
        EVERYWHERE.send(get(url("/echo/\u00e9 {a}|b?q=\"x\" y#part")), Bytes.EMPTY);
        assertThat(other.last().line())
                .isEqualTo("GET /echo/%C3%A9%20%7Ba%7D%7Cb?q=%22x%22%20y HTTP/1.1");
    }

    @Test
    void aConnectionThatTheOtherSideHasClosedIsNotUsedAgain() throws HttpFailedException {
        other.raw("/x", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        for (int i = 0; i < 5; i++) {
            assertThat(text(EVERYWHERE.send(get(url("/x")), Bytes.EMPTY))).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/echo?b=1&a=2&b=3&c&d=&=e&%26=%3D+x",
                "/echo/%2F%2e%2e/..%2Fx?%0D%0AX-Evil:%201",
                "/echo/a%0D%0AX-Evil:%201",
                "/echo//x/?",
                "/?//",
                "/"
            })
    void urlsGoAsTheyAre(String target) throws HttpFailedException {
        EVERYWHERE.send(get(url(target)), Bytes.EMPTY);
        assertThat(other.last().line()).isEqualTo("GET " + target + " HTTP/1.1");
        assertThat(other.last().header("x-evil")).isEmpty();
    }

    // ---- redirects

    @ParameterizedTest
    @CsvSource({
        "301, POST, GET",
        "302, POST, GET",
        "303, POST, GET",
        "307, POST, POST",
        "308, POST, POST",
        "301, PUT, PUT",
        "303, PUT, GET",
        "303, HEAD, HEAD",
        "302, GET, GET"
    })
    void redirectsAreFollowed(int status, String method, String then) throws HttpFailedException {
        other.answer("/from", status + " Moved", "Location: /echo?x=1", Bytes.EMPTY);
        Bytes body = method.equals("HEAD") || method.equals("GET") ? Bytes.EMPTY : latin("body");
        HttpRequest request =
                request(
                        method,
                        url("/from"),
                        Optional.empty(),
                        "Content-Type: text/x",
                        "X-Mine: 1");
        HttpReply reply = EVERYWHERE.send(request, body);
        assertThat(reply.response().code()).isEqualTo(200);
        assertThat(other.last().line()).isEqualTo(then + " /echo?x=1 HTTP/1.1");
        assertThat(other.last().header("x-mine")).isEqualTo("1");
        boolean isKept = method.equals(then);
        assertThat(text(reply)).isEqualTo(isKept && body.size() > 0 ? "body" : "");
        assertThat(other.last().header("content-type")).isEqualTo(isKept ? "text/x" : "");
    }

    @Test
    void secretsStayWithTheirServer() throws IOException, HttpFailedException {
        String[] secrets = {"Authorization: Bearer x", "Cookie: a=b", "X-Mine: 1"};
        other.answer("/same", "302 Moved", "Location: /echo", Bytes.EMPTY);
        EVERYWHERE.send(get(url("/same"), secrets), Bytes.EMPTY);
        assertThat(other.last().header("authorization")).isEqualTo("Bearer x");
        try (OtherServer third = OtherServer.start()) {
            other.answer(
                    "/else",
                    "302 Moved",
                    "Location: http://127.0.0.1:" + third.port() + "/echo",
                    Bytes.EMPTY);
            EVERYWHERE.send(get(url("/else"), secrets), Bytes.EMPTY);
            assertThat(third.last().header("authorization")).isEmpty();
            assertThat(third.last().header("cookie")).isEmpty();
            assertThat(third.last().header("x-mine")).isEqualTo("1");
        }
    }

    @Test
    void aCircleOfRedirectsEnds() {
        other.answer("/round", "302 Moved", "Location: /round", Bytes.EMPTY);
        fails(EVERYWHERE, get(url("/round")), "too many redirects");
        assertThat(other.count()).isEqualTo(OutboundRequests.REDIRECTS_MAX + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://[", "http://:0:0/", "file:///etc/passwd", "ftp://127.0.0.1/"})
    void redirectsToNowhereFail(String location) {
        other.answer("/from", "302 Moved", "Location: " + location, Bytes.EMPTY);
        fails(EVERYWHERE, get(url("/from")), "");
        assertThat(other.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, c, /a/c",
        "/a/b, /c, /c",
        "/a/b?x=1, ../c?d#e, /c?d",
        "'', c, /c",
        "/a/b, c d, /a/c%20d"
    })
    void locationsAreRelative(String from, String location, String to) throws HttpFailedException {
        String path = from.isEmpty() ? "/" : from.replaceFirst("\\?.*", "");
        other.answer(path, "302 Moved", "Location: " + location, Bytes.EMPTY);
        EVERYWHERE.send(get(url(from)), Bytes.EMPTY);
        assertThat(other.last().line()).isEqualTo("GET " + to + " HTTP/1.1");
    }

    @Test
    void aLocationOfAQueryIsOfTheSamePath() {
        other.answer("/a/b", "302 Moved", "Location: ?c=1", Bytes.EMPTY);
        fails(EVERYWHERE, get(url("/a/b")), "too many redirects");
        assertThat(other.last().line()).isEqualTo("GET /a/b?c=1 HTTP/1.1");
    }

    @Test
    void aRedirectWithoutALocationIsAnAnswer() throws HttpFailedException {
        other.answer("/from", "302 Moved", "X-One: 1", Bytes.EMPTY);
        assertThat(EVERYWHERE.send(get(url("/from")), Bytes.EMPTY).response().code())
                .isEqualTo(302);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "[::1]", "[::ffff:127.0.0.1]", "inside.test"})
    void aRedirectToAForbiddenAddressIsRefused(String host) throws UnknownHostException {
        InetAddress allowed = InetAddress.ofLiteral("127.0.0.1");
        OutboundRequests careful =
                through(
                        allowed::equals,
                        name ->
                                new InetAddress[] {
                                    InetAddress.ofLiteral(
                                            name.equals("inside.test") ? "127.0.0.3" : name)
                                });
        other.answer(
                "/from",
                "302 Moved",
                "Location: http://" + host + ":" + other.port() + "/echo",
                Bytes.EMPTY);
        fails(careful, get(url("/from")), REFUSED);
        assertThat(other.count()).isEqualTo(1);
    }

    // ---- TLS

    @Test
    void aCertificateMustBeTheHosts(@TempDir Path folder) throws Exception {
        SSLContext own = SelfSigned.contextFor("good.test", folder);
        try (OtherServer secure = OtherServer.startSecure(own)) {
            secure.answer("/x", "200 OK", "X-One: 1", everyByte());
            OutboundRequests trusting =
                    new OutboundRequests(
                            new OutboundRequests.Roads(
                                    true,
                                    _ -> true,
                                    false,
                                    _ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")},
                                    own.getSocketFactory()));
            HttpRequest good = get("https://good.test:" + secure.port() + "/x?key=secret");
            assertThat(trusting.send(good, Bytes.EMPTY).body()).isEqualTo(everyByte());
            fails(trusting, get("https://bad.test:" + secure.port() + "/x"), "bad.test");
            fails(EVERYWHERE, get("https://localhost:" + secure.port() + "/x"), "client error");
            fails(EVERYWHERE, get("https://127.0.0.1:" + other.port() + "/x"), "client error");
            assertThat(secure.count()).isEqualTo(1);
        }
    }

    // ---- where to

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.31.196.1",
                "192.52.193.1",
                "192.88.99.1",
                "192.168.1.1",
                "192.175.48.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "[::]",
                "[::1]",
                "[64:ff9b::808:808]",
                "[64:ff9b:1::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::ffff:8.8.8.8]",
                "[100::1]",
                "[100:0:0:1::1]",
                "[2001::1]",
                "[2001:2::1]",
                "[2001:10::1]",
                "[2001:db8::1]",
                "[2002:7f00:1::]",
                "[2620:4f:8000::1]",
                "[3fff::1]",
                "[5f00::1]",
                "[fc00::1]",
                "[fd12::1]",
                "[fe80::1]",
                "[ff02::1]"
            })
    void privateAddressesAreRefused(String host) {
        fails(PUBLIC, get("http://" + host + ":" + other.port() + "/echo"), REFUSED);
        assertThat(other.count()).isZero();
    }

    /** Other ways to write an address of this machine: refused, or no address at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.1",
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "127.0.0.1.",
                "localhost.",
                "LOCALHOST",
                "[::1%25lo]",
                "user@127.0.0.1",
                "8.8.8.8@127.0.0.1",
                "\uff11\uff12\uff17.0.0.1"
            })
    void privateAddressesInDisguiseGetNowhere(String host) {
        fails(PUBLIC, get("http://" + host + ":" + other.port() + "/echo"), "");
        assertThat(other.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.255.255",
                "172.32.0.1", "192.0.1.1", "198.17.255.255", "198.20.0.1", "223.255.255.255",
                "2606:4700::1111", "2001:200::1", "2001:4860:4860::8888", "2400::1"
            })
    void publicAddressesAreAllowed(String address) {
        assertThat(PublicAddresses.isPublic(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void aNameOfAPrivateAddressIsRefused() {
        fails(PUBLIC, get("http://localhost:" + other.port() + "/echo?key=secret"), REFUSED);
        assertThat(other.count()).isZero();
    }

    @Test
    void ofANamesAddressesAnAllowedOneIsUsed() throws HttpFailedException {
        InetAddress allowed = InetAddress.ofLiteral("127.0.0.1");
        InetAddress[] both = {InetAddress.ofLiteral("127.0.0.7"), allowed};
        OutboundRequests careful = through(allowed::equals, _ -> both);
        String uri = "http://both.test:" + other.port() + "/echo";
        assertThat(careful.send(get(uri), Bytes.EMPTY).response().code()).isEqualTo(200);
        assertThat(other.last().header("host")).isEqualTo("both.test:" + other.port());
    }

    @Test
    void nothingIsReachedWhereThatIsSaid() {
        OutboundRequests nowhere = new OutboundRequests(Reach.NOTHING);
        fails(nowhere, get(url("/echo")), "module outbound HTTP requests are disabled");
        fails(nowhere, get("nonsense"), "module outbound HTTP requests are disabled");
        assertThat(other.count()).isZero();
    }

    // ---- bad input

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nonsense",
                "/relative",
                "//127.0.0.1/x",
                "http:",
                "http://",
                "http:///x",
                "http://[::1",
                "http://:80/",
                "http://a b/",
                "http://127.0.0.1:99999/",
                "http://127.0.0.1:-1/",
                "http://127.0.0.1:x/",
                "http://127.0.0.1\r\nX: y/",
                "http://%31%32%37.0.0.1/",
                "file:///etc/passwd",
                "ftp://127.0.0.1/",
                "jar:file:/x.jar!/y",
                "javascript:1"
            })
    void whatIsNoUrlIsRefused(String url) {
        fails(EVERYWHERE, get(url), "");
    }

    @Test
    void headersAndMethodsCannotSmuggleARequest() {
        fails(EVERYWHERE, get(url("/echo"), "X-A: b\r\nX-Evil: 1"), "invalid HTTP header");
        fails(EVERYWHERE, get(url("/echo"), "X-A: b\nX-Evil: 1"), "invalid HTTP header");
        fails(EVERYWHERE, get(url("/echo"), "X-A: \0"), "invalid HTTP header");
        fails(EVERYWHERE, get(url("/echo"), "X A: b"), "invalid HTTP header");
        fails(EVERYWHERE, get(url("/echo"), "X-A\r\nX-Evil: b"), "invalid HTTP header");
        fails(EVERYWHERE, get(url("/echo"), ": b"), "invalid HTTP header");
        for (String method :
                List.of("", "GET /x HTTP/1.1\r\nX-Evil: 1\r\n\r\nGET", "A B", "\u00e9")) {
            HttpRequest request = request(method, url("/echo"), Optional.empty());
            fails(EVERYWHERE, request, "invalid HTTP method");
        }
        assertThat(other.count()).isZero();
    }

    @Test
    void aModuleDoesNotFrameItsRequest() throws HttpFailedException {
        HttpRequest request =
                request(
                        "POST",
                        url("/echo"),
                        Optional.empty(),
                        "Content-Length: 1",
                        "Transfer-Encoding: chunked",
                        "Host: elsewhere.test",
                        "Connection: upgrade",
                        "Upgrade: x");
        assertThat(text(EVERYWHERE.send(request, latin("four")))).isEqualTo("four");
        assertThat(other.last().header("host")).isEqualTo("127.0.0.1:" + other.port());
        assertThat(other.last().header("transfer-encoding")).isEmpty();
        assertThat(other.last().header("upgrade")).isEmpty();
    }

    @Test
    void errorsDoNotTellTheQuery() {
        OutboundRequests lost =
                through(
                        _ -> true,
                        name -> {
                            throw new UnknownHostException(name);
                        });
        assertThatThrownBy(() -> lost.send(get("http://lost.test/x?key=secret"), Bytes.EMPTY))
                .isInstanceOf(HttpFailedException.class)
                .hasMessageContaining("http://lost.test/x")
                .hasMessageContaining("dns error")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> PUBLIC.send(get("http://localhost/x?key=secret"), Bytes.EMPTY))
                .hasMessageNotContaining("secret");
    }

    // ---- bad servers

    @Test
    void nobodyListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        fails(
                EVERYWHERE,
                get("http://127.0.0.1:" + port + "/x?key=secret"),
                "error sending request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n\r\n",
                "nonsense",
                "HTTP/1.1\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/9.9 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nok",
                "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n",
                "HTTP/1.1 099 Low\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabX",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\ncut",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffff\r\nx",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"
            })
    void brokenAnswersAreFailures(String answer) {
        other.raw("/x", answer);
        fails(EVERYWHERE, get(url("/x")), "error sending request for url");
    }

    @Test
    void headersWithoutEndAreAFailure() {
        other.rawThenForever("/x", "HTTP/1.1 200 OK\r\n", "X-Again: and again\r\n");
        fails(EVERYWHERE, get(url("/x")), "bytes of headers");
        other.rawThenForever("/long", "HTTP/1.1 200 OK\r\nX-Long: ", "and again ");
        fails(EVERYWHERE, get(url("/long")), "bytes of headers");
        other.rawThenForever("/interim", "", "HTTP/1.1 100 Continue\r\n\r\n");
        fails(EVERYWHERE, get(url("/interim")), "interim responses");
    }

    @Test
    void aBodyThatIsTooLargeIsAFailure() {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n";
        other.rawThenForever("/sized", head, "x".repeat(1 << 16));
        fails(EVERYWHERE, get(url("/sized")), "more than 33554432 bytes");
        other.rawThenForever(
                "/parts",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "10000\r\n" + "x".repeat(1 << 16) + "\r\n");
        fails(EVERYWHERE, get(url("/parts")), "more than 33554432 bytes");
    }

    @Test
    void theLargestBodyComes() throws HttpFailedException {
        byte[] largest = new byte[OutboundExchange.RESPONSE_BYTES_MAX];
        Arrays.fill(largest, (byte) 'x');
        other.answer("/x", "200 OK", "X-One: 1", Bytes.wrap(largest));
        assertThat(EVERYWHERE.send(get(url("/x")), Bytes.EMPTY).body().size())
                .isEqualTo(largest.length);
    }

    @Test
    void serversThatTakeTooLongAreLeft() {
        other.silent("/silent", "");
        fails(EVERYWHERE, impatient(url("/silent")), "operation timed out");
        other.silent("/half", "HTTP/1.1 200 OK\r\nContent-Le");
        fails(EVERYWHERE, impatient(url("/half")), "operation timed out");
        other.silent("/body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        fails(EVERYWHERE, impatient(url("/body")), "operation timed out");
        other.slow("/slow", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "x");
        fails(EVERYWHERE, impatient(url("/slow")), "operation timed out");
        other.slow("/slow-headers", "HTTP/1.1 200 OK\r\nX-Long: ", "x");
        fails(EVERYWHERE, impatient(url("/slow-headers")), "operation timed out");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE / 1_000_000_000})
    void noTimeIsTooShort(long seconds) {
        other.silent("/silent", "");
        HttpRequest request =
                request("GET", url("/silent"), Optional.of(Duration.ofSeconds(seconds)));
        fails(EVERYWHERE, request, "operation timed out");
    }

    @Test
    void namesThatAreNotFoundInTimeAreLeft() {
        CountDownLatch never = new CountDownLatch(1);
        OutboundRequests waiting =
                through(
                        _ -> true,
                        name -> {
                            try {
                                never.await();
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                            throw new UnknownHostException(name.toUpperCase(Locale.ROOT));
                        });
        fails(waiting, impatient("http://slow.test/"), "operation timed out");
    }
}
