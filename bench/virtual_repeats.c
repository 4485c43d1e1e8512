/* SPDX-License-Identifier: MIT */
/* The same run again and again: how many different results are there? */
#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "virtual.h"

#define REPEATS	    100
#define AT_THE_TIME (REPEATS / 2) /* all of the second half */

/* FNV-1a, 64 bits. */
#define HASH_START UINT64_C(0xcbf29ce484222325)
#define HASH_PRIME UINT64_C(0x100000001b3)

static uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * HASH_PRIME;
	return hash;
}

static uint64_t hash_file(uint64_t hash, const char *directory, const char *name)
{
	char *path = xasprintf("%s/%s", directory, name), buf[4096];
	FILE *in = fopen(path, "re");
	size_t n;

	if (!in)
		give_up(path);
	hash = hash_bytes(hash, name, strlen(name) + 1);
	while ((n = fread(buf, 1, sizeof(buf), in)) > 0)
		hash = hash_bytes(hash, buf, n);
	fclose(in);
	free(path);
	return hash;
}

/* Whatever may differ between identical runs stands in host.json. */
static int is_compared(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && strcmp(entry->d_name, "host.json");
}

static uint64_t hash_directory(const char *path)
{
	uint64_t hash = HASH_START;
	struct dirent **files;
	int n = must(scandir(path, &files, is_compared, alphasort), path);

	for (int i = 0; i < n; i++) {
		hash = hash_file(hash, path, files[i]->d_name);
		free(files[i]);
	}
	free(files);
	return hash;
}

/* Make the runs with numbers from @first to before @end, all at the same time. */
static void repeat(const struct bench *b, const char *version, char *path, int first, int end)
{
	pid_t pids[AT_THE_TIME];

	for (int i = first; i < end; i++)
		pids[i - first] = start_kept(b, version, path, i);
	for (int i = first; i < end; i++)
		must_succeed(pids[i - first], path);
}

static uint64_t take_hash(const struct bench *b, const char *version, const char *path, int number)
{
	char *run = kept_run(b, version, path, number);
	uint64_t hash = hash_directory(run);

	remove_kept(b, number);
	free(run);
	return hash;
}

static int count_different(const uint64_t hashes[REPEATS])
{
	int different = 0;

	for (int i = 0; i < REPEATS; i++) {
		bool seen = false;

		for (int j = 0; j < i; j++)
			seen |= hashes[j] == hashes[i];
		different += !seen;
	}
	return different;
}

/* Half of them one after the other, half of them AT_THE_TIME. */
static void bench_repeats_of(const struct bench *b, const char *version, char *path)
{
	char *name = bare_name(path);
	uint64_t hashes[REPEATS];
	int different;

	for (int i = 0; i < REPEATS / 2; i++)
		repeat(b, version, path, i, i + 1);
	for (int i = REPEATS / 2; i < REPEATS; i += AT_THE_TIME)
		repeat(b, version, path, i, MIN(i + AT_THE_TIME, REPEATS));
	for (int i = 0; i < REPEATS; i++)
		hashes[i] = take_hash(b, version, path, i);
	different = count_different(hashes);
	printf("  %-24s %d different%s\n", name, different, different == 1 ? "" : "   MISSED");
	free(name);
}

void bench_repeats(const struct bench *b)
{
	struct chosen chosen = choose(DEFAULT_TIMERS);

	printf("%d repeats with one seed, half of them %d at a time, hash of the run's directory "
	       "without host.json; there shall be 1\n",
	       REPEATS, AT_THE_TIME);
	for (size_t k = 0; k < b->n_kernels; k++) {
		printf(" Linux %s\n", b->kernels[k]->version);
		for (size_t i = 0; i < chosen.n; i++)
			bench_repeats_of(b, b->kernels[k]->version, chosen.paths[i]);
	}
	chosen_free(&chosen);
}
