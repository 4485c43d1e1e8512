/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "commands/commands.h"
#include "lab/doctor.h"
#include "virtual/kernels.h"

static void print_refusal(const struct refusal *r)
{
	printf("      cannot %s: %s\n", r->asked, strerror(r->error));
	if (r->way_out[0])
		printf("      way out: %s\n", r->way_out);
}

static void print_capability(const struct capability *c, int width)
{
	const char *word = c->found ? "found" : c->needed ? "MISSING" : "absent";
	const char *remark = c->found ? c->detail : c->needed ? "" : "(a lab stands without it)";

	printf("%-7s  %-*s", word, remark[0] ? width + 2 : 0, c->name);
	printf("%s\n", remark);
	if (!c->found)
		print_refusal(&c->refusal);
}

/* Virtual time is no need of a lab: what is there, and how to get it. */
static void print_kernels(void)
{
	char *directory = kernels_directory();
	struct virtual_kernel *kernels;
	size_t n;

	kernels = kernels_find(&n);
	printf("\nVirtual-time kernels in %s:", directory);
	for (size_t i = 0; i < n; i++)
		printf("%s %s", i ? "," : "", kernels[i].version);
	puts(n ? "" : " none");
	if (!n)
		puts("  way out: `make virtual-kernel` builds them; only `run --virtual` needs "
		     "one");
	kernels_free(kernels, n);
	free(directory);
}

static enum exit_code doctor_main(const struct command *self, int argc, char **argv)
{
	struct capability *capabilities;
	size_t n, missing = 0;
	int option = command_getopt(self, argc, argv), width = 0;

	if (option != -1)
		return option == -3 ? EXIT_PASS : EXIT_USAGE;
	if (optind != argc)
		return command_usage(self);

	capabilities = doctor_examine(&n);
	for (size_t i = 0; i < n; i++) {
		width = MAX(width, (int)strlen(capabilities[i].name));
		missing += capabilities[i].needed && !capabilities[i].found;
	}
	for (size_t i = 0; i < n; i++)
		print_capability(&capabilities[i], width);
	free(capabilities);

	if (missing)
		printf("\nA lab cannot stand here: %zu needed thing%s missing.\n", missing,
		       missing == 1 ? " is" : "s are");
	else
		printf("\nA lab can stand here.\n");
	print_kernels();
	return missing ? EXIT_CANNOT : EXIT_PASS;
}

const struct command command_doctor = {
	.name = "doctor",
	.operands = "",
	.summary =
		N_("try what a lab needs of this machine, and say the way out where it is missing"),
	.main = doctor_main,
};
