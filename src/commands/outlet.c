/* SPDX-License-Identifier: MIT */
#include "commands/outlet.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/util.h"

/* Not more than this goes out at once: a terminal or pipe that can be written takes it at least. */
#define CHUNK 512

bool outlet_open(struct outlet *outlet)
{
	*outlet = (struct outlet){0};
	fflush(stdout);
	outlet->stream = open_memstream(&outlet->text, &outlet->len);
	return outlet->stream != NULL;
}

int outlet_fd(struct outlet *outlet)
{
	fflush(outlet->stream);
	return outlet->sent < outlet->len && !outlet->broken ? STDOUT_FILENO : -1;
}

void outlet_push(struct outlet *outlet)
{
	size_t len = MIN(outlet->len - outlet->sent, (size_t)CHUNK);
	ssize_t n = write(STDOUT_FILENO, outlet->text + outlet->sent, len);

	if (n >= 0)
		outlet->sent += n;
	else
		outlet->broken = errno != EINTR && errno != EAGAIN;
}

void outlet_close(struct outlet *outlet)
{
	fclose(outlet->stream);
	fwrite(outlet->text + outlet->sent, 1, outlet->len - outlet->sent, stdout);
	free(outlet->text);
}
