/* SPDX-License-Identifier: MIT */
/* include "FILE": texts in the place of lines. Private to src/scenario/. */
#ifndef SCENARIO_INCLUDE_H
#define SCENARIO_INCLUDE_H

#include "base/diag.h"

/**
 * include_files() - Put the files that a text includes behind the lines that include them
 * @src:	The text of one file; its parts say afterwards where each line comes from
 * @diags:	Files that can't be included are reported here; @diags->src is @src
 *
 * The lines themselves stay: whoever reads the text passes over them.
 */
void include_files(struct source *src, struct diags *diags);

#endif
