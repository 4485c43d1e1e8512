/* SPDX-License-Identifier: MIT */
#include "report/xml.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

/* Char of XML 1.0, section 2.2; utf8_decode() lets no surrogates through. */
static bool is_char(uint32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c != 0xfffe && c != 0xffff);
}

/* Tabs and ends of lines would be read as spaces in an attribute, and "\r" nowhere as what it is. */
static bool needs_reference(uint32_t c, bool in_attribute)
{
	return c == '<' || c == '>' || c == '&' || c == '\r' ||
	       (in_attribute && (c == '"' || c < ' '));
}

static void put(FILE *out, const char *text, bool in_attribute)
{
	size_t len = strlen(text);

	while (len) {
		uint32_t c;
		unsigned int n = utf8_decode(text, len, &c);

		if (n && is_char(c) && !needs_reference(c, in_attribute))
			fwrite(text, 1, n, out);
		else if (n && is_char(c))
			fprintf(out, "&#%u;", c);
		else
			for (unsigned int i = 0; i < (n ? n : 1); i++)
				fprintf(out, "\\x%02x", (unsigned char)text[i]);
		n = n ? n : 1;
		text += n;
		len -= n;
	}
}

void xml_text(FILE *out, const char *text)
{
	put(out, text, false);
}

void xml_attribute(FILE *out, const char *name, const char *value)
{
	fprintf(out, " %s=\"", name);
	put(out, value, true);
	fputc('"', out);
}
