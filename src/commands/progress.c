/* SPDX-License-Identifier: MIT */
#include "commands/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/translate.h"
#include "commands/style.h"
#include "report/canvas.h"

void progress_begin(struct progress *progress, size_t total, bool quiet)
{
	*progress = (struct progress){
		.total = total,
		.wanted = total > 1 && !quiet && style_can_redraw(STDERR_FILENO),
	};
}

void progress_show(struct progress *progress, size_t done, size_t busy)
{
	if (!progress->wanted)
		return;
	fflush(stdout);
	fputs(ERASE_LINE "  ", stderr);
	/* TRANSLATORS: "12 of 128 runs made, 2 under way" */
	fprintf(stderr, _("%zu of %zu runs made, %zu under way"), done, progress->total, busy);
	progress->shown = true;
}

void progress_hide(struct progress *progress)
{
	if (progress->shown)
		fputs(ERASE_LINE, stderr);
	progress->shown = false;
}
