/* SPDX-License-Identifier: MIT */
/*
 * exec "…": a real program in the end's namespace. It belongs to the end's process group, so that it
 * is frozen and killed with the end, and does not outlive the run.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>

#include "base/util.h"
#include "roles/endpoint.h"
#include "scenario/command.h"

extern char **environ;

/* Where programs are, if nothing else is said: in virtual time nobody has said so. */
#define PATH_DEFAULT "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin"

enum { SERVER_ADDRESS, CLIENT_ADDRESS, PORT, VARIABLES };

struct surroundings {
	char address[ENDS][INET6_ADDRSTRLEN];
	char port[sizeof("65535")];
	struct command_variable variables[VARIABLES];
};

/* The port on which the server's script listens first; empty if it does not. */
static void find_port(const struct scenario *sc, char port[sizeof("65535")])
{
	const struct script *script = &sc->script[SERVER];

	port[0] = '\0';
	for (size_t i = 0; i < script->n; i++)
		if (script->steps[i].kind == STEP_LISTEN) {
			snprintf(port, sizeof("65535"), "%u", script->steps[i].listen.port);
			return;
		}
}

/* What the program is told of the lab, in its words and in its environment. */
static void surround(const struct endpoint *ep, struct surroundings *s)
{
	for_each_end(e) {
		struct ip_addr a = lab_address(e, ep->args->ip_version);

		inet_ntop(a.family, a.bytes, s->address[e], sizeof(s->address[e]));
	}
	find_port(ep->args->sc, s->port);
	s->variables[SERVER_ADDRESS] = (struct command_variable){"SERVER", s->address[SERVER]};
	s->variables[CLIENT_ADDRESS] = (struct command_variable){"CLIENT", s->address[CLIENT]};
	s->variables[PORT] = (struct command_variable){"PORT", s->port};
	for (size_t i = 0; i < VARIABLES; i++)
		setenv(s->variables[i].name, s->variables[i].value, 1);
	setenv("PATH", PATH_DEFAULT, 0);
}

/* Where one of the program's streams goes. No descriptor is used up here: there may be a limit. */
static char *output_path(const struct endpoint *ep, const char *stream)
{
	if (ep->args->outputs <= 0)
		return xasprintf("/dev/null");
	return xasprintf("/proc/self/fd/%d/" OUTPUT_PREFIX "%s-%u.%s", ep->args->outputs,
			 end_name(ep->end), ep->number, stream);
}

/* Start a program. Return: 0 or a negative errno */
static int start(const struct endpoint *ep, char **words, pid_t *pid)
{
	char *out = output_path(ep, "out"), *err = output_path(ep, "err");
	posix_spawn_file_actions_t files;
	int error;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out, O_WRONLY | O_CREAT | O_TRUNC,
					 0666);
	posix_spawn_file_actions_addopen(&files, STDERR_FILENO, err, O_WRONLY | O_CREAT | O_TRUNC,
					 0666);
	posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
	error = posix_spawnp(pid, words[0], &files, NULL, words, environ);
	posix_spawn_file_actions_destroy(&files);
	free(out);
	free(err);
	return -error;
}

/* As a shell has it: its exit status, or 128 and the signal that killed it. */
static int status_of(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int64_t do_exec(struct endpoint *ep, const struct step *step)
{
	struct surroundings s;
	char **words;
	pid_t pid;
	int ret;

	surround(ep, &s);
	words = command_words(step->command, s.variables, VARIABLES);
	ret = start(ep, words, &pid);
	for (char **word = words; *word; word++)
		free(*word);
	free(words);
	return ret ? ret : status_of(pid);
}
