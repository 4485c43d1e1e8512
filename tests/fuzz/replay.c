/* SPDX-License-Identifier: MIT */
/* NAME DIR: let a target have each file of a directory, without libFuzzer. */
#include <dirent.h>
#include <string.h>

#include "base/util.h"
#include "fuzz.h"

static void replay(const char *path)
{
	FILE *in = fopen(path, "r");
	uint8_t *data;
	long size;

	MUST(in && !fseek(in, 0, SEEK_END));
	size = ftell(in);
	rewind(in);
	data = malloc(size); /* exactly: a sanitizer sees who reads on */
	MUST(fread(data, 1, size, in) == (size_t)size);
	fclose(in);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
}

int main(int argc, char **argv)
{
	DIR *dir = argc == 2 ? opendir(argv[1]) : NULL;
	struct dirent *entry;
	unsigned int n = 0;

	if (!dir) {
		fprintf(stderr, "usage: %s DIR\n", argv[0]);
		return EXIT_USAGE;
	}
	while ((entry = readdir(dir))) {
		char *path = xasprintf("%s/%s", argv[1], entry->d_name);

		if (entry->d_name[0] != '.') {
			replay(path);
			n++;
		}
		free(path);
	}
	closedir(dir);
	printf("%u inputs\n", n);
	return n ? EXIT_PASS : EXIT_FAIL;
}
