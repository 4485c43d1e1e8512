/* SPDX-License-Identifier: MIT */
/*
 * The text of a scenario, through everything that reads, prints and explains scenarios. The canonical form
 * of a good one parses to the same canonical form, and so does the text of a case.
 */
#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "fuzz.h"
#include "report/explanation.h"
#include "scenario/scenario.h"

/* A text may include these; no file of the machine is read (the linker wraps source_read()). */
static const struct {
	const char *name;
	const char *text;
} files[] = {
	{"a", "param n 1 2\ninclude \"b\"\nserver {\n listen $n\n accept\n}\n"},
	{"b", "param n 3\nparam t $(2s * n)"},
	{"c", "include \"d\"\n"},
	{"d", "\n\ninclude \"c\"\n"},
	{"e", "sleep $t\n"},
};

int __wrap_source_read(struct source *src, const char *path, const char **why);

int __wrap_source_read(struct source *src, const char *path, const char **why)
{
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		if (!strcmp(files[i].name, path)) {
			source_from_text(src, path, files[i].text);
			return 0;
		}
	}
	*src = (struct source){0};
	*why = "No such file or directory";
	return -ENOENT;
}

static bool parse(struct scenarios *all, const char *text)
{
	FILE *out = fopen("/dev/null", "w");
	struct diags diags = {0};
	struct source src;
	bool good;

	source_from_text(&src, "fuzz", text);
	good = scenarios_from_source(all, &src, NULL, &diags);
	diags_print(&diags, out);
	fclose(out);
	MUST(good == !diags.errors);
	diags_free(&diags);
	return good;
}

static char *print(const struct scenario *sc)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	scenario_print(sc, out);
	fclose(out);
	return text;
}

/* Whatever it is, it has an explanation, and a ladder that ends. */
static void explain(const struct scenarios *all)
{
	FILE *out = fopen("/dev/null", "w");

	explanation_print(out, all, (struct style){0});
	fclose(out);
}

/* A text stands for one case, whose canonical form is this one. */
static void must_be(const char *text, const char *canonical)
{
	struct scenarios all = {0};
	char *printed;

	MUST(parse(&all, text));
	MUST(all.n == 1);
	printed = print(&all.items[0]);
	MUST(!strcmp(printed, canonical));
	free(printed);
	scenarios_release(&all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scenarios all = {0};
	char *text;

	if (memchr(data, '\0', size))
		return 0; /* refused when the file is read */
	text = xstrndup((const char *)data, size);
	if (parse(&all, text)) {
		const struct scenario *last = &all.items[all.n - 1];
		char *canonical = print(last);

		must_be(canonical, canonical);
		must_be(last->source.text, canonical);
		free(canonical);
		explain(&all);
	}
	scenarios_release(&all);
	free(text);
	return 0;
}
