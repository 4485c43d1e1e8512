/* SPDX-License-Identifier: MIT */
#include "tcp/end.h"

#include <assert.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"

static const char *const names[] = {
	[CLIENT] = N_("client"),
	[SERVER] = N_("server"),
};
static_assert(ARRAY_SIZE(names) == ENDS, "every end has a name");

const char *end_name(enum end e)
{
	return names[e];
}

bool end_parse(const char *word, size_t len, enum end *e)
{
	for_each_end(i) {
		if (strlen(names[i]) == len && !memcmp(word, names[i], len)) {
			*e = i;
			return true;
		}
	}
	return false;
}
