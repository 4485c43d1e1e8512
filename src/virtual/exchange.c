/* SPDX-License-Identifier: MIT */
#include "virtual/exchange.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/util.h"

/* What stands before the words, the sysctls and the events. */
struct preamble {
	unsigned int ip_version;
	uint64_t seed;
	nsec_t realtime_offset;
	size_t n_without_faults;
	size_t n_sysctls;
	size_t n_events;
	size_t n_packets;
};

static bool put(FILE *out, const void *items, size_t n, size_t size)
{
	return fwrite(items, size, n, out) == n;
}

/* A word's length, then its bytes. */
static bool put_word(FILE *out, const char *word)
{
	size_t len = strlen(word);

	return put(out, &len, 1, sizeof(len)) && put(out, word, len, 1);
}

bool exchange_write_timeline(const struct timeline *tl, FILE *out)
{
	const struct run_header *h = &tl->header;
	const struct preamble preamble = {.ip_version = h->ip_version,
					  .seed = h->seed,
					  .realtime_offset = h->realtime_offset,
					  .n_without_faults = h->n_without_faults,
					  .n_sysctls = h->n_sysctls,
					  .n_events = tl->n,
					  .n_packets = tl->n_packets};
	bool ok = put(out, &preamble, 1, sizeof(preamble)) && put_word(out, h->kernel) &&
		  put_word(out, h->ruleset);

	for (size_t i = 0; i < h->n_without_faults; i++)
		ok = ok && put_word(out, h->without_faults[i]);
	return ok && put(out, h->sysctls, h->n_sysctls, sizeof(*h->sysctls)) &&
	       put(out, tl->events, tl->n, sizeof(*tl->events)) &&
	       put(out, tl->packets, tl->n_packets, sizeof(*tl->packets));
}

static bool take(FILE *in, void *item, size_t size)
{
	return fread(item, size, 1, in) == 1;
}

static bool take_word(FILE *in, char **word)
{
	size_t len;

	if (!take(in, &len, sizeof(len)))
		return false;
	*word = xalloc(len + 1, 1);
	return fread(*word, 1, len, in) == len;
}

bool exchange_read_timeline(struct timeline *tl, FILE *in)
{
	struct run_header *h = &tl->header;
	struct preamble preamble;
	bool ok;

	*tl = (struct timeline){0};
	if (!take(in, &preamble, sizeof(preamble)))
		return false;
	h->ip_version = preamble.ip_version;
	h->seed = preamble.seed;
	h->realtime_offset = preamble.realtime_offset;
	ok = take_word(in, &h->kernel) && take_word(in, &h->ruleset);
	while (ok && h->n_without_faults < preamble.n_without_faults)
		ok = take_word(in, ARRAY_ADD(h->without_faults, h->n_without_faults));
	while (ok && h->n_sysctls < preamble.n_sysctls)
		ok = take(in, ARRAY_ADD(h->sysctls, h->n_sysctls), sizeof(*h->sysctls));
	while (ok && tl->n < preamble.n_events)
		ok = take(in, ARRAY_ADD(tl->events, tl->n), sizeof(*tl->events));
	while (ok && tl->n_packets < preamble.n_packets)
		ok = take(in, ARRAY_ADD(tl->packets, tl->n_packets), sizeof(*tl->packets));
	return ok;
}

/* Take over a timeline, all but the names that the caller has set. */
static void take_timeline(struct timeline *tl, struct timeline *from)
{
	struct run_header names = tl->header;

	*tl = *from;
	tl->header.tool = names.tool;
	tl->header.scenario = names.scenario;
	tl->header.title = names.title;
	tl->header.run = names.run;
	tl->header.parameters = names.parameters;
	tl->header.n_parameters = names.n_parameters;
}

bool exchange_take_timeline(struct timeline *tl, FILE *in)
{
	struct timeline read;
	bool ok = exchange_read_timeline(&read, in);

	if (ok)
		take_timeline(tl, &read);
	else
		timeline_free(&read);
	return ok;
}

/* Remove a directory and everything in it. */
static void remove_tree(int at, const char *name)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		if (unlinkat(fd, entry->d_name, 0) < 0 && errno == EISDIR)
			remove_tree(fd, entry->d_name);
	}
	if (dir)
		closedir(dir);
	unlinkat(at, name, AT_REMOVEDIR);
}

void exchange_remove(const char *path)
{
	if (*path)
		remove_tree(AT_FDCWD, path);
}
