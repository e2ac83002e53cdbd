package dev.stele.polyglot.wasm;

import dev.stele.polyglot.Limits;
import dev.stele.polyglot.wasm.abi.GuestTrap;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.PolyglotException.StackFrame;

/** The text of a trap for the module's log: what happened, and the guest's functions. */
final class GuestFrames {

    private GuestFrames() {}

    static String render(PolyglotException error) {
        StringBuilder out = new StringBuilder();
        if (error.isHostException() && error.asHostException() instanceof GuestTrap trap) {
            out.append(trap.getMessage());
        } else {
            out.append(error.getMessage());
        }
        int frames = 0;
        for (StackFrame frame : error.getPolyglotStackTrace()) {
            if (!frame.isGuestFrame()) {
                continue;
            }
            if (++frames > Limits.TRACE_FRAMES_MAX) {
                out.append("\n    ...");
                break;
            }
            out.append("\n    at ").append(frame.getRootName());
        }
        return out.toString();
    }
}
