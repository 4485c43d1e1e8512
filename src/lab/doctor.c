/* SPDX-License-Identifier: MIT */
#include "lab/doctor.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/monotime.h"
#include "base/util.h"
#include "kernel/capture.h"
#include "kernel/netns.h"
#include "kernel/nfqueue.h"
#include "kernel/sockdiag.h"
#include "kernel/userns.h"
#include "lab/lab.h"

/* What is tried, in the order of trying: each needs those before it. */
enum test {
	TEST_NAMESPACES,
	TEST_MAPPING,
	TEST_NETNS,
	TEST_RULESET,
	TEST_QUEUE,
	TEST_LAB,
	TEST_SOCK_DIAG,
	TEST_DESTROY,
	TEST_CAPTURE,
	TEST_MIDDLEBOX,
};

#define TESTS 10

static const char *const names[TESTS] = {
	[TEST_NAMESPACES] = "namespaces of processes and users",
	[TEST_MAPPING] = "root of a user namespace",
	[TEST_NETNS] = "network namespaces",
	[TEST_RULESET] = "ruleset that queues TCP",
	[TEST_QUEUE] = "NFQUEUE",
	[TEST_LAB] = "links, addresses, sysctls",
	[TEST_SOCK_DIAG] = "sock_diag",
	[TEST_DESTROY] = "destroying sockets",
	[TEST_CAPTURE] = "packet sockets",
	[TEST_MIDDLEBOX] = "connection tracking and NAT",
};

static void found(struct capability *c, const char *detail)
{
	c->found = true;
	snprintf(c->detail, sizeof(c->detail), "%s", detail);
}

static void try_netns(struct capability *c)
{
	int fd = netns_new();

	if (fd < 0)
		refuse(&c->refusal, fd, "sysctl user.max_net_namespaces; CONFIG_NET_NS",
		       "create a network namespace");
	else
		found(c, "");
	close_fd(&fd);
}

static void try_ruleset(struct capability *c)
{
	enum queue_target target;

	if (ruleset_load(LAB_QUEUE, false, &target, &c->refusal) == 0)
		found(c, queue_target_name(target));
}

static void try_queue(struct capability *c)
{
	struct nfqueue queue;

	if (nfqueue_open(&queue, LAB_QUEUE, &c->refusal) < 0)
		return;
	nfqueue_close(&queue);
	found(c, "");
}

static void try_lab(struct capability *c, struct lab *lab)
{
	struct where always = {.kind = WHERE_ALWAYS};
	struct scenario sc = {.wheres = &always, .n_wheres = 1};
	struct monotime begin = monotime_now();
	char took[NSEC_TEXT], detail[64];

	if (lab_up(lab, &sc, &c->refusal) < 0)
		return;
	nsec_format(took, monotime_between(begin, monotime_now()));
	snprintf(detail, sizeof(detail), "a lab stood after %s", took);
	found(c, detail);
}

static void try_sock_diag(struct capability *look, struct capability *destroy)
{
	struct ip_addr own = lab_address(CLIENT, 4), peer = lab_address(SERVER, 4);
	struct sighting seen;
	struct sockdiag sd;
	int err = sockdiag_open(&sd, CLIENT, &own, &peer);

	if (!err)
		err = sockdiag_look(&sd, 1, 1, &seen);
	if (err < 0) {
		refuse(&look->refusal, err, "the kernel needs CONFIG_INET_DIAG",
		       "look at a socket by sock_diag");
	} else {
		found(look, "");
		err = sockdiag_can_destroy(&sd);
		if (err < 0)
			refuse(&destroy->refusal, err, "the kernel needs CONFIG_INET_DIAG_DESTROY",
			       "destroy a socket by sock_diag");
		else
			found(destroy, "");
	}
	sockdiag_close(&sd);
}

static void try_capture(struct capability *c, unsigned int ifindex)
{
	static struct capture capture;
	int err = capture_open(&capture, ifindex, 0);

	if (err < 0)
		refuse(&c->refusal, err, "the kernel needs CONFIG_PACKET", "open a packet socket");
	else
		found(c, "");
}

/* In a namespace of its own, beside the lab. */
static void try_middlebox(struct capability *c)
{
	struct where always = {.kind = WHERE_ALWAYS};
	struct scenario sc = {.wheres = &always, .n_wheres = 1, .wire = WIRE_NAT};
	struct lab lab;

	if (lab_up(&lab, &sc, &c->refusal) < 0)
		return;
	found(c, "for `wire stateful` and `wire nat`");
}

/* In the child: try everything, in order, until nothing further can work. */
static void try_all(struct capability *c, const struct identity *map_as)
{
	struct refusal why = {0};
	struct lab lab;

	found(&c[TEST_NAMESPACES], map_as ? "with a user namespace: rootless" : "as root");
	if (map_as && userns_map(map_as, &c[TEST_MAPPING].refusal) < 0)
		return;
	found(&c[TEST_MAPPING], map_as ? "" : "not needed");
	try_netns(&c[TEST_NETNS]);
	if (!c[TEST_NETNS].found)
		return;
	try_ruleset(&c[TEST_RULESET]);
	try_queue(&c[TEST_QUEUE]);
	try_lab(&c[TEST_LAB], &lab);
	if (!c[TEST_LAB].found || lab_enter(&lab, PLACE_CLIENT, &why) < 0)
		return;
	try_sock_diag(&c[TEST_SOCK_DIAG], &c[TEST_DESTROY]);
	try_capture(&c[TEST_CAPTURE], lab.ifindex[CLIENT]);
	try_middlebox(&c[TEST_MIDDLEBOX]);
}

/* Run the tests in namespaces of their own; they come back through a pipe. */
static void examine_in_child(struct capability *c)
{
	struct identity who = {getuid(), getgid()};
	bool rootless;
	int fds[2];
	pid_t pid;

	if (pipe(fds) < 0) {
		refuse(&c[TEST_NAMESPACES].refusal, errno, NULL, "create a pipe");
		return;
	}
	pid = fork_lab(&rootless, &c[TEST_NAMESPACES].refusal);
	if (pid == 0) {
		try_all(c, rootless ? &who : NULL);
		_exit(write(fds[1], c, TESTS * sizeof(*c)) != (ssize_t)(TESTS * sizeof(*c)));
	}
	close(fds[1]);
	if (pid > 0) {
		struct capability results[TESTS];

		if (read(fds[0], results, sizeof(results)) == (ssize_t)sizeof(results))
			memcpy(c, results, sizeof(results));
		else
			refuse(&c[TEST_NAMESPACES].refusal, EOWNERDEAD, NULL,
			       "examine this machine: the examining process died");
		waitpid(pid, NULL, 0);
	}
	close(fds[0]);
}

struct capability *doctor_examine(size_t *n)
{
	struct capability *c = xalloc(TESTS, sizeof(*c));

	for (size_t i = 0; i < TESTS; i++) {
		c[i].name = names[i];
		c[i].needed = i != TEST_MIDDLEBOX;
	}
	examine_in_child(c);
	/* What was not reached has the cause of the first that was refused. */
	for (size_t i = 1; i < TESTS; i++)
		if (!c[i].found && !c[i].refusal.error)
			refuse(&c[i].refusal, ECANCELED, NULL,
			       "be tried without what is missing above");
	*n = TESTS;
	return c;
}
