package dev.stele.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DynamicTest;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The report of another test runner in JUnit's format, each of its tests as a test of ours. */
final class JUnitReport {

    private JUnitReport() {}

    /**
     * The tests in the file {@code report} of a run that ended like {@code outcome}; fails when
     * there is none, or when the exit status contradicts them.
     */
    static Stream<DynamicTest> tests(Path report, NpmFolder.Outcome outcome) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        NodeList cases = parse(report).getElementsByTagName("testcase");
        int failures = 0;
        for (int i = 0; i < cases.getLength(); i++) {
            Element testCase = (Element) cases.item(i);
            NodeList failure = testCase.getElementsByTagName("failure");
            failures += failure.getLength() > 0 ? 1 : 0;
            tests.add(
                    DynamicTest.dynamicTest(
                            testCase.getAttribute("name"),
                            () -> {
                                if (failure.getLength() > 0) {
                                    throw new AssertionError(
                                            failure.item(0).getTextContent()
                                                    + text(testCase, "system-out"));
                                }
                            }));
        }
        if (tests.isEmpty() || (failures == 0) != (outcome.status() == 0)) {
            throw new AssertionError(
                    tests.size() + " tests, status " + outcome.status() + "\n" + outcome.output());
        }
        return tests.stream();
    }

    private static String text(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    private static Document parse(Path report) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("not a JUnit report: " + report, e);
        }
    }
}
