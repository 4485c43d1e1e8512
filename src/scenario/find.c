/* SPDX-License-Identifier: MIT */
#include "scenario/find.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/util.h"

#define SUFFIX ".conf"

struct search {
	char **paths;
	size_t n;
	FILE *err;
};

static int search_directory(struct search *s, const char *path);

static int compare_paths(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_directory(const char *path, bool follow)
{
	struct stat st;

	return !fstatat(AT_FDCWD, path, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW) &&
	       S_ISDIR(st.st_mode);
}

static bool is_scenario(const char *name)
{
	size_t len = strlen(name);

	return len > strlen(SUFFIX) && !strcmp(name + len - strlen(SUFFIX), SUFFIX);
}

static int report(struct search *s, const char *path, int error)
{
	fprintf(s->err, "%s: error: %s\n", path, strerror(error));
	return -error;
}

static int search_entry(struct search *s, const char *dir, const char *name)
{
	char *path;
	int r = 0;

	if (name[0] == '.')
		return 0;
	path = xasprintf("%s%s%s", dir, dir[strlen(dir) - 1] == '/' ? "" : "/", name);
	if (is_directory(path, false))
		r = search_directory(s, path);
	else if (is_scenario(name))
		*ARRAY_ADD(s->paths, s->n) = xstrndup(path, strlen(path));
	free(path);
	return r;
}

static int search_directory(struct search *s, const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	int r = 0;

	if (!dir)
		return report(s, path, errno);
	while (!r && (errno = 0, entry = readdir(dir)))
		r = search_entry(s, path, entry->d_name);
	if (!r && errno)
		r = report(s, path, errno);
	closedir(dir);
	return r;
}

/* Every argument is looked at, so that all that is wrong is reported in one go. */
int scenarios_find(char ***paths, size_t *n, char *const *args, size_t n_args, FILE *err)
{
	struct search s = {.err = err};
	int r = 0;

	for (size_t i = 0; i < n_args; i++) {
		size_t before = s.n;
		int error = 0;

		if (!is_directory(args[i], true)) {
			*ARRAY_ADD(s.paths, s.n) = xstrndup(args[i], strlen(args[i]));
			continue;
		}
		error = search_directory(&s, args[i]);
		if (!error && s.n == before) {
			fprintf(err, "%s: error: a directory without scenarios (*" SUFFIX ")\n",
				args[i]);
			error = -ENOENT;
		}
		if (s.n > before)
			qsort(s.paths + before, s.n - before, sizeof(char *), compare_paths);
		r = r ? r : error;
	}
	*paths = s.paths;
	*n = s.n;
	return r;
}

void scenarios_free(char **paths, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(paths[i]);
	free(paths);
}
