/* SPDX-License-Identifier: MIT */
#include "kernel/netns.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int netns_new(void)
{
	int fd;

	if (unshare(CLONE_NEWNET) < 0)
		return -errno;
	fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int netns_enter(int fd)
{
	return setns(fd, CLONE_NEWNET) < 0 ? -errno : 0;
}

static int sysctl_open(const char *name, int flags)
{
	char path[256];
	int fd;

	if (snprintf(path, sizeof(path), "/proc/sys/%s", name) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	for (char *p = path + strlen("/proc/sys/"); *p; p++)
		if (*p == '.')
			*p = '/';
	fd = open(path, flags | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int sysctl_write(const char *name, const char *value)
{
	int fd = sysctl_open(name, O_WRONLY);
	size_t len = strlen(value);
	ssize_t n;
	int err;

	if (fd < 0)
		return fd;
	n = write(fd, value, len);
	err = n < 0 ? -errno : n < (ssize_t)len ? -EIO : 0;
	close(fd);
	return err;
}

int sysctl_read(const char *name, char *value, size_t size)
{
	int fd = sysctl_open(name, O_RDONLY);
	ssize_t n;
	int err;

	if (fd < 0)
		return fd;
	n = read(fd, value, size - 1);
	err = n < 0 ? -errno : 0;
	close(fd);
	if (err)
		return err;
	while (n > 0 && value[n - 1] == '\n')
		n--;
	value[n] = '\0';
	return 0;
}
