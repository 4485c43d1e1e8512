/* SPDX-License-Identifier: MIT */
/*
 * What is left of a run: its processes, by pidfds; its network namespaces, by sentinels; interfaces,
 * mounts and files, by their lists, which nobody else can change.
 *
 * A sentinel is a veth pair with one half in a namespace of the lab and the other half here. With
 * the namespace vanishes that half, and with it this one: whoever may have held the namespace, and
 * however.
 */
#include "kill.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/util.h"
#include "kernel/netns.h"
#include "kernel/rtnl.h"

/* The lab's sentinels come first, then the control. */
#define CONTROL	  PLACES
#define SENTINELS (PLACES + 1)

/* How long the kernel may be behind with taking namespaces down. */
#define BEHIND_LIMIT (30 * NSEC_PER_SEC)

static char *mounts_before;

/* ---- sentinels ----------------------------------------------------------------------------- */

static const char *const sentinel_names[SENTINELS] = {"sentinel0", "sentinel1", "sentinel2",
						      "control"};

static void plant(struct traces *t, unsigned int i, int netns)
{
	struct veth_end here = {.name = sentinel_names[i], .mac = {0x02, 0, 0, 0, 0xee, i}};
	struct veth_end there = {.name = "sentinel", .mac = {0x02, 0, 0, 0, 0xff, i}};

	rtnl_veth(&t->rtnl, &here, &there, netns);
	errno = -nl_flush(&t->rtnl);
	if (errno)
		give_up("plant a sentinel");
}

/* Plant one in each network namespace that a process holds by a descriptor. */
static void plant_all(struct traces *t, pid_t keeper)
{
	char path[64], target[64] = "";
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fd", keeper);
	dir = opendir(path);
	if (!dir)
		give_up(path);
	while ((entry = readdir(dir))) {
		int fd;

		if (readlinkat(dirfd(dir), entry->d_name, target, sizeof(target) - 1) < 0 ||
		    strncmp(target, "net:[", 5) || t->sentinels == PLACES)
			continue;
		fd = must(openat(dirfd(dir), entry->d_name, O_RDONLY | O_CLOEXEC),
			  "open a namespace");
		plant(t, t->sentinels++, fd);
		close(fd);
	}
	closedir(dir);
}

/* ---- a run's traces ------------------------------------------------------------------------ */

void traces_take(struct traces *t, const struct doomed *d)
{
	bool lab_stands = d->c->moment != MOMENT_SET_UP || d->c->newborn != ROLE_KEEPER;

	t->c = d->c;
	t->sentinels = 0;
	must(nl_open(&t->rtnl, NETLINK_ROUTE), "open rtnetlink");
	t->news = must(nl_listen(NETLINK_ROUTE, RTMGRP_LINK), "open rtnetlink");
	for (unsigned int i = 0; i < VICTIMS; i++) {
		pid_t pid = i == SUPERVISOR ? d->supervisor : d->pids[i];

		t->pidfds[i] = pid ? syscall(SYS_pidfd_open, pid, 0) : -1;
		if (t->pidfds[i] < 0 && pid && errno != ESRCH)
			give_up("watch a process");
	}
	plant_all(t, d->pids[ROLE_KEEPER]);
	errno = EPROTO;
	if (t->sentinels != (lab_stands ? PLACES : 0))
		give_up("find the lab's network namespaces");
}

/* Sleep until a descriptor is readable. Return: whether it was in time */
static bool readable_by(int fd, struct monotime deadline)
{
	struct pollfd pfd = {.fd = fd, .events = POLLIN};
	nsec_t left = monotime_between(monotime_now(), deadline);

	return poll(&pfd, 1, left > 0 ? left / NSEC_PER_MSEC + 1 : 0) > 0;
}

void traces_victim_dead(const struct traces *t, struct monotime deadline)
{
	readable_by(t->pidfds[t->c->victim], deadline);
}

static bool processes_end(const struct traces *t, struct monotime deadline)
{
	bool ok = true;
	char what[64];

	for (unsigned int i = 0; i < VICTIMS; i++) {
		if (t->pidfds[i] < 0 || readable_by(t->pidfds[i], deadline))
			continue;
		snprintf(what, sizeof(what), "the %s is left",
			 i == SUPERVISOR ? "supervisor" : role_name(i));
		ok = complain(t->c, what);
	}
	return ok;
}

/* Sleep until a sentinel has fallen. Return: whether it has in time */
static bool falls(struct traces *t, unsigned int i, struct monotime deadline)
{
	while (if_nametoindex(sentinel_names[i])) {
		char news[NL_BUFFER];

		if (!readable_by(t->news, deadline))
			return false;
		recv(t->news, news, sizeof(news), MSG_DONTWAIT);
	}
	return true;
}

/*
 * One thread of the kernel takes all namespaces of the machine down, in the order in which they were
 * let go. When others have let go of many, it is behind: so see one go that is let go only now.
 */
static void let_the_kernel_catch_up(struct traces *t)
{
	int here = must(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), "keep this namespace");
	int there = must(netns_new(), "create a namespace");

	must(netns_enter(here), "come back");
	plant(t, CONTROL, there);
	close(there);
	close(here);
	errno = ETIMEDOUT;
	if (!falls(t, CONTROL, monotime_add(monotime_now(), BEHIND_LIMIT)))
		give_up("see a namespace vanish that nobody uses");
}

static bool all_fall(struct traces *t, struct monotime deadline)
{
	bool late = false;

	for (unsigned int i = 0; i < t->sentinels; i++) {
		if (falls(t, i, deadline))
			continue;
		if (!late)
			let_the_kernel_catch_up(t);
		late = true;
		if (if_nametoindex(sentinel_names[i]))
			return complain(t->c, "a network namespace is left");
	}
	return true;
}

bool traces_vanish(struct traces *t, struct monotime deadline)
{
	bool ok = processes_end(t, deadline);

	return all_fall(t, deadline) && ok;
}

/* ---- the stage ----------------------------------------------------------------------------- */

static char *read_mounts(void)
{
	int fd = must(open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC), "list the mounts");
	char *text = NULL;
	size_t len = 0;
	ssize_t n;

	do {
		text = xrealloc(text, len + PIPE_BUF, 1);
		n = must(read(fd, text + len, PIPE_BUF - 1), "list the mounts");
		len += n;
	} while (n > 0);
	close(fd);
	text[len] = '\0';
	return text;
}

void enter_stage(void)
{
	struct mount_attr private = {.propagation = MS_PRIVATE};
	struct mount_attr read_only = {.attr_set = MOUNT_ATTR_RDONLY};
	struct mount_attr writable = {.attr_clr = MOUNT_ATTR_RDONLY};

	if (geteuid() != 0)
		skip("only root can look at every process and namespace of a run");
	if (unshare(CLONE_NEWNS) < 0)
		skip("this root may not create namespaces");
	must(mount_setattr(-1, "/", AT_RECURSIVE, &private, sizeof(private)), "cut the mounts off");
	must(mount_setattr(-1, "/", AT_RECURSIVE, &read_only, sizeof(read_only)),
	     "make every mount read-only");
	must(mount_setattr(-1, "/proc", 0, &writable, sizeof(writable)), "make /proc writable");
	must(mount("tmpfs", SCRATCH, "tmpfs", 0, "mode=1777"), "mount a place for files");
	must(chdir(SCRATCH), "go there");
	mounts_before = read_mounts();
}

void enter_network(void)
{
	must(unshare(CLONE_NEWNET), "enter a network namespace");
}

static unsigned int count_links(void)
{
	struct if_nameindex *links = if_nameindex();
	unsigned int n = 0;

	while (links && links[n].if_index)
		n++;
	if_freenameindex(links);
	return n;
}

/* The first file that is found ends the search; directories may stand. */
static int is_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)path, (void)st, (void)ftw;
	return type != FTW_D;
}

static int remove_any(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type;
	return ftw->level > 0 ? remove(path) : 0;
}

bool stage_is_clean(const struct kill_case *c)
{
	char *mounts = read_mounts();
	bool ok = true;

	if (count_links() != 1)
		ok = complain(c, "an interface is left beside lo");
	if (strcmp(mounts, mounts_before) != 0)
		ok = complain(c, "the mounts have changed");
	if (nftw(SCRATCH, is_file, 8, FTW_PHYS) != 0)
		ok = complain(c, "a file is left");
	must(nftw(SCRATCH, remove_any, 8, FTW_PHYS | FTW_DEPTH), "empty the stage");
	free(mounts);
	return ok;
}
