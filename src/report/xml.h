/* SPDX-License-Identifier: MIT */
/* Text in XML. Private to report/. */
#ifndef REPORT_XML_H
#define REPORT_XML_H

#include <stdio.h>

/**
 * xml_text() - Write text as it may stand in an element
 *
 * Markup becomes references. What XML 1.0 has no way to express, control characters and what is no
 * UTF-8, becomes "\x1b", byte by byte.
 */
void xml_text(FILE *out, const char *text);

/* xml_attribute() - Write a space and an attribute; tabs and ends of lines stay what they are. */
void xml_attribute(FILE *out, const char *name, const char *value);

#endif
