package dev.stele.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DynamicTest;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The tests in a file of {@code node:test}, each as a test of JUnit. */
final class NodeTests {

    private NodeTests() {}

    /** Runs all tests of {@code source} in {@code conformance/npm} with node; one result each. */
    static Stream<DynamicTest> run(String source, Map<String, String> environment)
            throws IOException {
        Path program = NpmFolder.bundleForNode(source);
        Path report = program.resolveSibling(program.getFileName() + ".xml");
        Files.deleteIfExists(report);
        NpmFolder.Outcome outcome =
                NpmFolder.tryRun(
                        NpmFolder.installed(),
                        environment,
                        "node",
                        "--enable-source-maps",
                        "--test-reporter=junit",
                        "--test-reporter-destination=" + report,
                        program.toString());
        List<DynamicTest> tests = new ArrayList<>();
        NodeList cases = parse(report).getElementsByTagName("testcase");
        int failures = 0;
        for (int i = 0; i < cases.getLength(); i++) {
            Element testCase = (Element) cases.item(i);
            NodeList failure = testCase.getElementsByTagName("failure");
            failures += failure.getLength();
            tests.add(
                    DynamicTest.dynamicTest(
                            testCase.getAttribute("name"),
                            () -> {
                                if (failure.getLength() > 0) {
                                    throw new AssertionError(failure.item(0).getTextContent());
                                }
                            }));
        }
        if (tests.isEmpty() || (failures == 0) != (outcome.status() == 0)) {
            throw new AssertionError(
                    tests.size() + " tests, status " + outcome.status() + "\n" + outcome.output());
        }
        return tests.stream();
    }

    private static Document parse(Path report) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("the report of node cannot be read: " + report, e);
        }
    }
}
