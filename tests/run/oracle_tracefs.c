/* SPDX-License-Identifier: MIT */
#include "oracle_tracefs.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/util.h"

int tracefs_open(struct tracefs *fs, const char *mount_point, const char **why)
{
	*fs = (struct tracefs){0};
	*why = "a mount namespace";
	if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return -errno;
	*why = "mounting tracefs";
	if (mount("tracefs", mount_point, "tracefs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
		return -errno;
	snprintf(fs->mount, sizeof(fs->mount), "%s", mount_point);
	*why = "an instance of tracefs";
	snprintf(fs->instance, sizeof(fs->instance), "%s/instances/tcplab-oracle-%d", mount_point,
		 getpid());
	if (mkdir(fs->instance, 0700) < 0) {
		fs->instance[0] = '\0';
		return -errno;
	}
	return 0;
}

void tracefs_close(struct tracefs *fs)
{
	if (fs->instance[0] && rmdir(fs->instance) < 0)
		perror(fs->instance);
	if (fs->mount[0] && umount(fs->mount) < 0)
		perror(fs->mount);
	*fs = (struct tracefs){0};
}

static int write_control(const struct tracefs *fs, const char *event, const char *file,
			 const char *text)
{
	char path[256];
	int fd, err = 0;

	snprintf(path, sizeof(path), "%s/%s%s/%s", fs->instance, event ? "events/" : "",
		 event ? event : "", file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		err = -errno;
	close(fd);
	return err;
}

int tracefs_start(const struct tracefs *fs, unsigned int first, unsigned int last, const char **why)
{
	char filter[128];
	int err;

	snprintf(filter, sizeof(filter),
		 "(sport >= %u && sport <= %u) || (dport >= %u && dport <= %u)", first, last, first,
		 last);
	*why = "the clock 'mono' of tracefs";
	err = write_control(fs, NULL, "trace_clock", "mono");
	for (enum trace_kind k = 0; !err && k < TRACE_KINDS; k++) {
		*why = trace_event_path(k);
		err = write_control(fs, *why, "filter", filter);
		if (!err)
			err = write_control(fs, *why, "enable", "1");
	}
	return err;
}

/* "# entries-in-buffer/entries-written: 15/15   #P:2" must have two equal numbers. */
static bool is_complete(const char *line)
{
	unsigned long kept, written;

	return sscanf(line, "# entries-in-buffer/entries-written: %lu/%lu", &kept, &written) != 2 ||
	       kept == written;
}

int tracefs_read(const struct tracefs *fs, struct trace_event **events, size_t *n, FILE *err)
{
	char path[256], *line = NULL;
	size_t size = 0;
	int ret = 0;
	FILE *in;

	snprintf(path, sizeof(path), "%s/trace", fs->instance);
	in = fopen(path, "re");
	if (!in)
		return -errno;
	while (!ret && getline(&line, &size, in) > 0) {
		struct trace_event ev;
		int is_event = trace_line(line, &ev);

		if (is_event < 0 || !is_complete(line)) {
			fprintf(err, "the trace says: %s", line);
			ret = -EBADMSG;
		} else if (is_event) {
			*ARRAY_ADD(*events, *n) = ev;
		}
	}
	free(line);
	fclose(in);
	return ret;
}
