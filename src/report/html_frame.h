/* SPDX-License-Identifier: MIT */
/* What every page begins and ends with. Private to report/. */
#ifndef REPORT_HTML_FRAME_H
#define REPORT_HTML_FRAME_H

#include <stdio.h>

/* html_open() - Begin a page, up to its body. */
void html_open(FILE *out, const char *title);

/* html_close() - End it. */
void html_close(FILE *out);

#endif
