/* SPDX-License-Identifier: MIT */
#include "virtual/kernels.h"

#include <dirent.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/util.h"

#define PREFIX "linux-"

char *kernels_directory(void)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (cache && *cache == '/') /* a relative one is to be ignored (XDG Base Directory) */
		return xasprintf("%s/tcplab", cache);
	return xasprintf("%s/.cache/tcplab", home ? home : "");
}

/* Whether a file's name is "linux-" and a version number, nothing else. */
static bool is_kernel_name(const char *name)
{
	size_t digits;

	if (strncmp(name, PREFIX, strlen(PREFIX)))
		return false;
	name += strlen(PREFIX);
	digits = strspn(name, "0123456789.");
	return digits > 0 && name[digits] == '\0';
}

static int by_version(const void *a, const void *b)
{
	const struct virtual_kernel *ka = a, *kb = b;

	return strverscmp(ka->version, kb->version);
}

struct virtual_kernel *kernels_find(size_t *n)
{
	struct virtual_kernel *kernels = NULL;
	char *path = kernels_directory();
	DIR *dir = opendir(path);
	struct dirent *entry;

	*n = 0;
	while (dir && (entry = readdir(dir))) {
		struct virtual_kernel kernel;

		if (!is_kernel_name(entry->d_name))
			continue;
		kernel.path = xasprintf("%s/%s", path, entry->d_name);
		if (access(kernel.path, X_OK) < 0) {
			free(kernel.path);
			continue;
		}
		kernel.version = xasprintf("%s", entry->d_name + strlen(PREFIX));
		*ARRAY_ADD(kernels, *n) = kernel;
	}
	if (dir)
		closedir(dir);
	free(path);
	if (*n)
		qsort(kernels, *n, sizeof(*kernels), by_version);
	return kernels;
}

void kernels_free(struct virtual_kernel *kernels, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(kernels[i].version);
		free(kernels[i].path);
	}
	free(kernels);
}
