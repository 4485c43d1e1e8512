/* SPDX-License-Identifier: MIT */
/*
 * Each group of counters is two lines, names and values:
 *
 *	TcpExt: SyncookiesSent SyncookiesRecv …
 *	TcpExt: 0 0 …
 */
#include "kernel/netstat.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/util.h"

int netstat_open(struct netstat *ns)
{
	static const char *const paths[NETSTAT_FILES] = {"/proc/net/snmp", "/proc/net/netstat"};

	for (size_t i = 0; i < NETSTAT_FILES; i++) {
		ns->fd[i] = open(paths[i], O_RDONLY | O_CLOEXEC);
		if (ns->fd[i] < 0)
			return -errno;
	}
	return 0;
}

int netstat_read(const struct netstat *ns, char text[NETSTAT_TEXT])
{
	size_t len = 0;

	for (size_t i = 0; i < NETSTAT_FILES; i++) {
		off_t offset = 0;
		ssize_t n;

		do {
			n = pread(ns->fd[i], text + len, NETSTAT_TEXT - 1 - len, offset);
			if (n < 0)
				return -errno;
			len += n;
			offset += n;
		} while (n > 0);
		if (len == NETSTAT_TEXT - 1)
			return -EFBIG;
	}
	text[len] = '\0';
	return 0;
}

/* Whether a counter of the group (of @group_len bytes) is the one that is called @name. */
static bool is_called(const char *name, const char *group, size_t group_len, const char *counter,
		      size_t len)
{
	static const char may_be_left_out[] = "TcpExt";

	if (strlen(name) == group_len + len && !memcmp(name, group, group_len) &&
	    !memcmp(name + group_len, counter, len))
		return true;
	return group_len == strlen(may_be_left_out) && !memcmp(group, may_be_left_out, group_len) &&
	       strlen(name) == len && !memcmp(name, counter, len);
}

/* Look for a counter in the two lines of a group. */
static bool find_in_group(const char *names, const char *values, const char *name, uint64_t *value)
{
	size_t group_len = strcspn(names, ":\n");
	const char *counter = names + group_len;

	values += strcspn(values, ":\n");
	while (*counter && *counter != '\n' && *values && *values != '\n') {
		size_t len = strcspn(++counter, " \n");

		values++;
		if (len && is_called(name, names, group_len, counter, len)) {
			*value = strtoull(values, NULL, 10);
			return true;
		}
		counter += len;
		values += strcspn(values, " \n");
	}
	return false;
}

bool netstat_find(const char *text, const char *name, uint64_t *value)
{
	while (*text) {
		const char *values = strchrnul(text, '\n');

		values += *values == '\n';
		if (find_in_group(text, values, name, value))
			return true;
		text = strchrnul(values, '\n');
		text += *text == '\n';
	}
	return false;
}
