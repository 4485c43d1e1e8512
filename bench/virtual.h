/* SPDX-License-Identifier: MIT */
/* What the files of bench/virtual share. */
#ifndef BENCH_VIRTUAL_H
#define BENCH_VIRTUAL_H

#include <stdbool.h>
#include <sys/types.h>

#include "scenario/scenario.h"
#include "virtual/kernels.h"

#define DEFAULT_TIMERS "scenarios/timers"

/* Scenarios that allow virtual time, and their files. */
struct chosen {
	char **paths;
	struct scenarios *cases; /* of each file, one at least */
	size_t n;
};

/* What is measured, and with what. */
struct bench {
	char *tcplab;
	char *poweroff;
	char *scratch; /* a directory */
	const struct virtual_kernel *kernels[2];
	size_t n_kernels;
};

/* bench_repeats() - Repeat each scenario below DEFAULT_TIMERS on each kernel. */
void bench_repeats(const struct bench *b);

/* give_up() - The end, with errno's reason. */
_Noreturn void give_up(const char *what);

/* must() - Give up if @ret is negative. Return: @ret */
int must(int ret, const char *what);

/* start_tcplab() - Start it with these arguments, its output thrown away. */
pid_t start_tcplab(const struct bench *b, char *const argv[]);

/* must_succeed() - Wait for a process; give up if its exit status is not 0. */
void must_succeed(pid_t pid, const char *what);

/* choose() - Load the scenarios below a directory that allow virtual time. */
struct chosen choose(char *directory);

void chosen_free(struct chosen *chosen);

/* bare_name() - "keepalive-dead-peer", of a file's path. The caller frees it. */
char *bare_name(const char *path);

/* start_kept() - Start a run, IPv4, that is kept under a number. */
pid_t start_kept(const struct bench *b, const char *version, char *path, int number);

/* kept_run() - The directory that it leaves. The caller frees the name. */
char *kept_run(const struct bench *b, const char *version, const char *path, int number);

void remove_kept(const struct bench *b, int number);

/* remove_tree() - Remove a directory and everything in it. */
void remove_tree(const char *path);

#endif
