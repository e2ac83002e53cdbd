package dev.stele.host.exchange;

import dev.stele.host.sats.Bytes;

/** Sends the requests of modules. A port, implemented where HTTP is spoken. */
public interface HttpSender {

    /**
     * Sends {@code request} and waits for the whole response, whatever its status.
     *
     * @throws HttpFailedException when there is none, or the address is not allowed
     */
    HttpReply send(HttpRequest request, Bytes body) throws HttpFailedException;
}
