/* SPDX-License-Identifier: MIT */
#include "base/refusal.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

int refuse(struct refusal *r, int error, const char *way_out, const char *fmt, ...)
{
	va_list ap;

	error = abs(error);
	if (!r->error) {
		r->error = error;
		va_start(ap, fmt);
		vsnprintf(r->asked, sizeof(r->asked), fmt, ap);
		va_end(ap);
		snprintf(r->way_out, sizeof(r->way_out), "%s", way_out ? way_out : "");
	}
	return -error;
}

void refusal_print(const struct refusal *r, FILE *out)
{
	fprintf(out, "cannot %s: %s\n", r->asked, strerror(r->error));
	if (r->way_out[0])
		fprintf(out, "  way out: %s\n", r->way_out);
}
