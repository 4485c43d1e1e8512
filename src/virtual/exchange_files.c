/* SPDX-License-Identifier: MIT */
/* Files that go into the exchange and come out of it as they are. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/sendfile.h>

#include "base/util.h"
#include "roles/supervisor.h"
#include "virtual/exchange.h"

static int write_file(const char *path, const char *text, size_t len)
{
	FILE *out = fopen(path, "we");
	int err = 0;

	if (!out)
		return -errno;
	if (fwrite(text, 1, len, out) != len)
		err = -errno;
	if (fclose(out) && !err)
		err = -errno;
	return err;
}

int exchange_put_files(const char *exchange, const struct scenario *sc)
{
	const struct step *step = NULL;
	int err = 0;

	for (size_t n = 1; !err && (step = scenario_next_file(sc, step)); n++) {
		char *path = xasprintf("%s/" EXCHANGE_FILE, exchange, n);

		err = write_file(path, step->send.text, step->send.bytes);
		free(path);
	}
	return err;
}

static char *path_in_guest(size_t n)
{
	return xasprintf(EXCHANGE_GUEST "/" EXCHANGE_FILE, n);
}

bool exchange_take_files(struct scenario *sc)
{
	return scenario_take_files(sc, path_in_guest, stderr);
}

static int copy(int from, int to, const char *name)
{
	int in = openat(from, name, O_RDONLY | O_CLOEXEC), out, err = 0;
	ssize_t n;

	if (in < 0)
		return -errno;
	out = openat(to, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	do {
		n = out < 0 ? -1 : sendfile(out, in, NULL, 1 << 20);
	} while (n > 0);
	if (n < 0)
		err = -errno;
	close(in);
	close_fd(&out);
	return err;
}

int exchange_take_outputs(const char *exchange, int to)
{
	DIR *dir = opendir(exchange);
	struct dirent *entry;
	int err = dir ? 0 : -errno;

	while (!err && (entry = readdir(dir)))
		if (!strncmp(entry->d_name, OUTPUT_PREFIX, strlen(OUTPUT_PREFIX)))
			err = copy(dirfd(dir), to, entry->d_name);
	if (dir)
		closedir(dir);
	return err;
}
