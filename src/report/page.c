/* SPDX-License-Identifier: MIT */
#include "report/page.h"

#define EMBED(name, path)                                 \
	__asm__(".pushsection .rodata\n"                  \
		".global " #name "\n" #name ":\n"         \
		".incbin \"" path "\"\n"                  \
		".global " #name "_end\n" #name "_end:\n" \
		".byte 0\n"                               \
		".popsection\n")

EMBED(page_css, "src/report/page/page.css");
EMBED(page_js, "src/report/page/page.js");
