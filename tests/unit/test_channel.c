/* SPDX-License-Identifier: MIT */
#include "roles/channel.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/util.h"

/* The supervisor's side and a role's. */
static struct channel ours, theirs;

static void begin(void)
{
	int fds[2];

	ck_assert_int_eq(channel_pair(fds), 0);
	ours = (struct channel){.fd = fds[0]};
	theirs = (struct channel){.fd = fds[1]};
}

static void end(void)
{
	close_fd(&ours.fd);
	close_fd(&theirs.fd);
}

static struct message numbered(uint64_t number)
{
	return (struct message){.kind = MSG_SETTLED, .settle = {.held = number}};
}

static void put(struct channel *ch, uint64_t number)
{
	struct message msg = numbered(number);

	channel_put(ch, &msg);
}

static void expect(struct channel *ch, uint64_t number)
{
	struct message msg;

	ck_assert_int_eq(channel_get(ch, &msg, NULL), 1);
	ck_assert_int_eq(msg.kind, MSG_SETTLED);
	ck_assert_uint_eq(msg.settle.held, number);
}

static int get(struct channel *ch)
{
	struct message msg;

	return channel_get(ch, &msg, NULL);
}

START_TEST(closed_on_exec)
{
	ck_assert_int_eq(fcntl(ours.fd, F_GETFD), FD_CLOEXEC);
	ck_assert_int_eq(fcntl(theirs.fd, F_GETFD), FD_CLOEXEC);
}
END_TEST

START_TEST(nothing_yet)
{
	ck_assert_int_eq(get(&ours), -EAGAIN);
	put(&theirs, 1);
	ck_assert_int_eq(get(&ours), -EAGAIN); /* queued, not sent */
	channel_flush(&theirs);
	expect(&ours, 1);
	ck_assert_int_eq(get(&ours), -EAGAIN);
}
END_TEST

START_TEST(both_ways)
{
	put(&ours, 1);
	put(&theirs, 2);
	channel_flush(&ours);
	channel_flush(&theirs);
	expect(&theirs, 1);
	expect(&ours, 2);
}
END_TEST

START_TEST(full_batch_is_sent)
{
	for (uint64_t i = 1; i < CHANNEL_BATCH; i++)
		put(&theirs, i);
	ck_assert_int_eq(get(&ours), -EAGAIN);
	put(&theirs, CHANNEL_BATCH);
	put(&theirs, CHANNEL_BATCH + 1);
	for (uint64_t i = 1; i <= CHANNEL_BATCH; i++)
		expect(&ours, i);
	ck_assert_int_eq(get(&ours), -EAGAIN);
	channel_flush(&theirs);
	expect(&ours, CHANNEL_BATCH + 1);
}
END_TEST

/* What is flushed together is received by one system call, and comes from the same sender. */
START_TEST(flushed_together)
{
	struct sender sender;
	struct message msg;

	put(&theirs, 1);
	put(&theirs, 2);
	channel_flush(&theirs);
	put(&theirs, 3);
	channel_flush(&theirs);
	expect(&ours, 1);
	close_fd(&ours.fd);
	ck_assert_int_eq(channel_get(&ours, &msg, &sender), 1);
	ck_assert_uint_eq(msg.settle.held, 2);
	ck_assert_int_eq(sender.pid, getpid());
	for (int i = 0; i < CHANNEL_FDS; i++)
		ck_assert_int_eq(sender.fds[i], -1);
	ck_assert_int_eq(get(&ours), -EBADF); /* 3 was another packet */
}
END_TEST

/* A child that sends more than the socket's buffer holds waits for its reader, and loses nothing. */
START_TEST(full_buffer_blocks)
{
	struct pollfd pfd = {.fd = ours.fd, .events = POLLIN};
	const uint64_t many = 20000;
	pid_t child = fork();

	ck_assert_int_ge(child, 0);
	if (child == 0) {
		close_fd(&ours.fd);
		for (uint64_t i = 1; i <= many; i++)
			put(&theirs, i);
		channel_flush(&theirs);
		_exit(0);
	}
	close_fd(&theirs.fd);
	for (uint64_t i = 1; i <= many; i++) {
		struct message msg;
		int ret;

		while ((ret = channel_get(&ours, &msg, NULL)) == -EAGAIN)
			ck_assert_int_eq(poll(&pfd, 1, -1), 1);
		ck_assert_int_eq(ret, 1);
		ck_assert_uint_eq(msg.settle.held, i);
	}
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	ck_assert_int_eq(get(&ours), 0);
}
END_TEST

START_TEST(event_travels_whole)
{
	struct event ev = {.kind = EVENT_LOST, .end = SERVER, .at = {123}};
	struct message msg;

	ev.lost.what = LOSS_CAPTURE;
	ev.lost.error = ENOBUFS;
	channel_put_event(&theirs, &ev);
	channel_flush(&theirs);
	ck_assert_int_eq(channel_get(&ours, &msg, NULL), 1);
	ck_assert_int_eq(msg.kind, MSG_EVENT);
	ck_assert_int_eq(msg.event.kind, EVENT_LOST);
	ck_assert_int_eq(msg.event.end, SERVER);
	ck_assert_int_eq(msg.event.at.ns, 123);
	ck_assert_int_eq(msg.event.lost.what, LOSS_CAPTURE);
	ck_assert_int_eq(msg.event.lost.error, ENOBUFS);
}
END_TEST

START_TEST(end_after_what_was_sent)
{
	put(&theirs, 1);
	channel_flush(&theirs);
	close_fd(&theirs.fd);
	expect(&ours, 1);
	ck_assert_int_eq(get(&ours), 0);
	ck_assert_int_eq(get(&ours), 0);
}
END_TEST

/* The other side died with messages unread: that is its end, not a broken channel. */
START_TEST(end_with_unread_messages)
{
	put(&ours, 1);
	channel_flush(&ours);
	close_fd(&theirs.fd);
	ck_assert_int_eq(get(&ours), 0);
}
END_TEST

START_TEST(half_closed)
{
	ck_assert_int_eq(shutdown(ours.fd, SHUT_WR), 0);
	ck_assert_int_eq(get(&theirs), 0);
	put(&theirs, 1);
	channel_flush(&theirs);
	expect(&ours, 1);
}
END_TEST

/* Sending to who is gone is silent, and forgets. */
START_TEST(flush_to_nobody)
{
	close_fd(&ours.fd);
	signal(SIGPIPE, SIG_DFL);
	put(&theirs, 1);
	channel_flush(&theirs);
	ck_assert_uint_eq(theirs.n, 0);
	ck_assert_int_eq(get(&theirs), 0);
}
END_TEST

START_TEST(wrong_size)
{
	struct message msg = numbered(1);
	char long_one[sizeof(msg) + 1] = {0};

	ck_assert_int_eq(send(theirs.fd, &msg, sizeof(msg) - 1, 0), sizeof(msg) - 1);
	ck_assert_int_eq(get(&ours), -EBADMSG);
	ck_assert_int_eq(send(theirs.fd, long_one, sizeof(long_one), 0), sizeof(long_one));
	ck_assert_int_eq(get(&ours), -EBADMSG);
}
END_TEST

START_TEST(who_sent_it)
{
	struct sender sender;
	struct message msg;
	pid_t child = fork();

	ck_assert_int_ge(child, 0);
	if (child == 0) {
		put(&theirs, 1);
		channel_flush(&theirs);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	ck_assert_int_eq(channel_get(&ours, &msg, &sender), 1);
	ck_assert_int_eq(sender.pid, child);
	for (int i = 0; i < CHANNEL_FDS; i++)
		ck_assert_int_eq(sender.fds[i], -1);
}
END_TEST

/* Sends the write ends of two pipes; the read ends tell when nobody holds those any more. */
static void send_pipes(int read_ends[CHANNEL_FDS])
{
	struct message msg = numbered(2);
	int write_ends[CHANNEL_FDS];

	for (int i = 0; i < CHANNEL_FDS; i++) {
		int fds[2];

		ck_assert_int_eq(pipe2(fds, O_NONBLOCK), 0);
		read_ends[i] = fds[0];
		write_ends[i] = fds[1];
	}
	ck_assert_int_eq(channel_send_fds(&theirs, &msg, write_ends), 0);
	for (int i = 0; i < CHANNEL_FDS; i++)
		close(write_ends[i]);
}

START_TEST(descriptors)
{
	int read_ends[CHANNEL_FDS];
	struct sender sender;
	struct message msg;

	put(&theirs, 1); /* what was queued before goes first */
	send_pipes(read_ends);
	expect(&ours, 1);
	ck_assert_int_eq(channel_get(&ours, &msg, &sender), 1);
	ck_assert_uint_eq(msg.settle.held, 2);
	ck_assert_int_eq(sender.pid, getpid());
	for (int i = 0; i < CHANNEL_FDS; i++) {
		char c = 'a' + i, got = 0;

		ck_assert_int_eq(fcntl(sender.fds[i], F_GETFD), FD_CLOEXEC);
		ck_assert_int_eq(write(sender.fds[i], &c, 1), 1);
		ck_assert_int_eq(read(read_ends[i], &got, 1), 1);
		ck_assert_int_eq(got, c);
		close(sender.fds[i]);
		close(read_ends[i]);
	}
}
END_TEST

START_TEST(descriptors_that_nobody_wants)
{
	int read_ends[CHANNEL_FDS];

	send_pipes(read_ends);
	expect(&ours, 2);
	for (int i = 0; i < CHANNEL_FDS; i++) {
		char c;

		ck_assert_int_eq(read(read_ends[i], &c, 1), 0);
		close(read_ends[i]);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("channel");
	TCase *tc = tcase_create("channel");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, closed_on_exec);
	tcase_add_test(tc, nothing_yet);
	tcase_add_test(tc, both_ways);
	tcase_add_test(tc, full_batch_is_sent);
	tcase_add_test(tc, flushed_together);
	tcase_add_test(tc, full_buffer_blocks);
	tcase_add_test(tc, event_travels_whole);
	tcase_add_test(tc, end_after_what_was_sent);
	tcase_add_test(tc, end_with_unread_messages);
	tcase_add_test(tc, half_closed);
	tcase_add_test(tc, flush_to_nobody);
	tcase_add_test(tc, wrong_size);
	tcase_add_test(tc, who_sent_it);
	tcase_add_test(tc, descriptors);
	tcase_add_test(tc, descriptors_that_nobody_wants);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
