package sh.keptn.services.test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Finds out which files a script of JMeter reads its data from: those of its enabled "CSV Data Set Config" elements. */
final class DataFiles {

    private static final String ELEMENT = "CSVDataSet";
    private static final String NAME = "filename";

    private DataFiles() {}

    /**
     * Their names as the script has them, in its order. A name that JMeter has to compute ({@code ${...}}) is not known here, and
     * one that begins at the root of the file system is a file of the machine: both are left out. What is no XML has none; what is
     * wrong with it is for JMeter to say.
     */
    static Set<String> of(byte[] script) {
        Set<String> names = new LinkedHashSet<>();
        NodeList elements;
        try {
            elements = parser().parse(new ByteArrayInputStream(script)).getElementsByTagName(ELEMENT);
        } catch (SAXException e) {
            return names;
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException("no parser for XML in memory", e);
        }
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            String name = name(element);
            boolean isKnown = !name.isEmpty() && !name.contains("${") && !name.matches("([/\\\\]|[A-Za-z]:).*");
            if (isKnown && isEnabled(element)) {
                names.add(name);
            }
        }
        return names;
    }

    /** Scripts come with the project: nothing outside of them is read, and nothing in them grows. */
    private static DocumentBuilder parser() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        DocumentBuilder parser = factory.newDocumentBuilder();
        parser.setErrorHandler(new DefaultHandler());
        return parser;
    }

    private static String name(Element element) {
        NodeList properties = element.getElementsByTagName("stringProp");
        for (int i = 0; i < properties.getLength(); i++) {
            Element property = (Element) properties.item(i);
            if (property.getAttribute("name").equals(NAME)) {
                return property.getTextContent().strip();
            }
        }
        return "";
    }

    /** An element is followed by the tree of what is below it; what is below a disabled one is disabled too. */
    private static boolean isEnabled(Element element) {
        @Nullable Element each = element;
        while (each != null) {
            if (each.getAttribute("enabled").equals("false")) {
                return false;
            }
            Node tree = each.getParentNode();
            each = tree == null ? null : elementBefore(tree);
        }
        return true;
    }

    private static @Nullable Element elementBefore(Node tree) {
        Node node = tree.getPreviousSibling();
        while (node != null && !(node instanceof Element)) {
            node = node.getPreviousSibling();
        }
        return (Element) node;
    }
}
