"""Responses of STS: complete, truncated, and with random insertions."""

import json
import xml.etree.ElementTree as tree

from harness import respond, run

PARTS = [
    "<a>", "</a>", "<b>", "</b>", "<b/>", "<c d='e'>", "</c>", "<c d=\"1\" e='2'/>", "x", " ", "\n", "\r\n", "\r", "&amp;", "&#65;",
    "&#x41;", "&nbsp;", "&#0;", "<!-- c -->", "<![CDATA[ <x> ]]>", "<?p i?>", "]]>", "\u00e9", "\u4e2d", "<n:a xmlns:n='u'>",
    "</n:a>", "<n:b/>", "text", "<a xmlns='u'>", "<AccessKeyId>A</AccessKeyId>",
]
HEADS = ["", "", "", "<?xml version='1.0'?>", "<?xml version=\"1.0\" encoding=\"latin1\"?>\n", "\ufeff", " ", "<!DOCTYPE html>", "<!-- -->"]
WHOLE = [
    "<R xmlns=\"u\"><A><B>x</B><C d=\"e\">y &lt; z</C></A>\n<D/></R>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\" ?>\n<!-- c --><a><![CDATA[x]]>&#x41;<?p q?></a>\n",
    "<!DOCTYPE html PUBLIC \"-//W3C\" \"x\"><html><body>&nbsp;<br></body></html>",
    "<!DOCTYPE html><html><head><title>503</title></head><body>\u00e9</body></html>",
    "<x:R xmlns:x='u' xmlns:y='u'><x:A x:b='1'/><y:A y:b='2' c='3'>\u4e2d</y:A></x:R>",
    "{\"message\": \"no\"}", "503 Service Unavailable", "\"x\"", "not xml!",
]
JUNK = list("<>&'\"/=?![]- \n\r\t:;#%x0a.\x01\x7f(){}|,*+_") + ["]]>", "--", "<!", "<?", "&#", "</", "\u00e9", "\ufffe", "\u2028", "xml", "xmlns:", "<![CDATA["]


def make(source):
    if source.random() < 0.4:
        text = source.choice(HEADS) + "<a>" + "".join(source.choice(PARTS) for _ in range(source.randint(0, 6))) + "</a>"
        text += source.choice(["", "", "\n", "x", "<!-- -->", "<b/>"])
    else:
        text = source.choice(WHOLE)
    if source.random() < 0.3:
        text = text[: source.randrange(len(text) + 1)]
    for _ in range(source.choice([0, 0, 1, 1, 2])):
        at = source.randrange(len(text) + 1)
        text = text[:at] + source.choice(JUNK) + text[at + source.choice([0, 0, 1, 1, 3]):]
    return {"kind": "xml", "text": text}


def shown(element):
    """The relevant parts of the tree: names without namespaces, the text before the first child."""
    name = element.tag.split("}", 1)[-1]
    return [name, element.text or "", [shown(child) for child in element]]


def oracle(request):
    def read():
        parser = tree.XMLParser(target=tree.TreeBuilder(), encoding="utf-8")
        parser.feed(request["text"].encode())
        return json.dumps(shown(parser.close()))

    return respond(read)


run(make, oracle)
