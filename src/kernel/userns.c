/* SPDX-License-Identifier: MIT */
#include "kernel/userns.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char way_out[] = "run as root, or allow unprivileged user namespaces (sysctl "
			      "user.max_user_namespaces; on Ubuntu "
			      "kernel.apparmor_restrict_unprivileged_userns=0)";

bool may_build_labs(void)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {0};
	const uint32_t needed = 1U << CAP_NET_ADMIN | 1U << CAP_NET_RAW | 1U << CAP_SYS_ADMIN;

	if (syscall(SYS_capget, &header, data) < 0)
		return false;
	return (data[0].effective & needed) == needed;
}

pid_t fork_lab(bool *rootless, struct refusal *why)
{
	unsigned long flags = CLONE_NEWPID | SIGCHLD;
	pid_t pid;

	*rootless = !may_build_labs();
	if (*rootless)
		flags |= CLONE_NEWUSER;
	pid = syscall(SYS_clone, flags, NULL, NULL, NULL, NULL);
	if (pid < 0)
		return refuse(why, errno, way_out, "create a %snamespace for the lab",
			      *rootless ? "user and a pid " : "pid ");
	return pid;
}

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		err = -errno;
	close(fd);
	return err;
}

int userns_map(const struct identity *who, struct refusal *why)
{
	char map[64];
	int err;

	write_file("/proc/self/setgroups", "deny"); /* or the kernel refuses the group's map */
	snprintf(map, sizeof(map), "0 %u 1", who->uid);
	err = write_file("/proc/self/uid_map", map);
	if (!err) {
		snprintf(map, sizeof(map), "0 %u 1", who->gid);
		err = write_file("/proc/self/gid_map", map);
	}
	return err < 0 ? refuse(why, err, way_out, "become root of a new user namespace") : 0;
}
