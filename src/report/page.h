/* SPDX-License-Identifier: MIT */
/* The page's style and script, files of page/ that are built into the program. Private to report/. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

extern const char page_css[], page_css_end[];
extern const char page_js[], page_js_end[];

#endif
