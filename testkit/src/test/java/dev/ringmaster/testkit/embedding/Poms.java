package dev.ringmaster.testkit.embedding;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/** What project files say. */
final class Poms {
    private Poms() {}

    /** The version of this build. */
    static String version() throws IOException {
        return texts(Path.of("pom.xml"), "parent", "version").get(0);
    }

    /** The texts of the children of one name in all elements of another. */
    static List<String> texts(Path pom, String parent, String child) throws IOException {
        NodeList parents = parse(pom).getElementsByTagName(parent);
        return IntStream.range(0, parents.getLength())
                .mapToObj(i -> ((Element) parents.item(i)).getElementsByTagName(child))
                .filter(children -> children.getLength() > 0)
                .map(children -> children.item(0).getTextContent())
                .toList();
    }

    private static Document parse(Path pom) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
        } catch (ParserConfigurationException | SAXException broken) {
            throw new IOException(pom + " is no project file", broken);
        }
    }
}
