/* SPDX-License-Identifier: MIT */
#include "commands/keep.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/html.h"
#include "report/ladder.h"
#include "report/pcapng.h"

#define PARTIAL	   "run.jsonl.partial"
#define BOTH_WIRES "run-both.pcapng"

static bool complain(const struct kept *kept, const char *file, int error)
{
	fprintf(stderr, "tcplab: cannot write %s/%s: %s\n", kept->path, file, strerror(error));
	return false;
}

static bool make_directory(const char *path)
{
	if (mkdir(path, 0777) == 0 || errno == EEXIST)
		return true;
	fprintf(stderr, "tcplab: cannot make directory %s: %s\n", path, strerror(errno));
	return false;
}

static bool remove_file(const struct kept *kept, const char *name)
{
	if (unlinkat(kept->dir, name, 0) == 0 || errno == ENOENT)
		return true;
	return complain(kept, name, errno);
}

bool keep_begin(struct kept *kept, const char *dir, const char *run)
{
	kept->dir = -1;
	kept->path = xasprintf("%s/%s", dir, run);
	if (!make_directory(dir) || !make_directory(kept->path))
		return false;
	kept->dir = open(kept->path, O_DIRECTORY | O_CLOEXEC);
	if (kept->dir < 0) {
		fprintf(stderr, "tcplab: cannot open %s: %s\n", kept->path, strerror(errno));
		return false;
	}
	return remove_file(kept, "run.jsonl") && remove_file(kept, BOTH_WIRES);
}

/* Write one file through @write. */
static bool keep_file(const struct kept *kept, const char *name,
		      int (*write)(FILE *out, const struct keepsake *run),
		      const struct keepsake *run)
{
	int fd = openat(kept->dir, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	int err;

	if (!out) {
		err = errno;
		close_fd(&fd);
		return complain(kept, name, err);
	}
	err = -write(out, run);
	if (!err && (fflush(out) || ferror(out)))
		err = errno ? errno : EIO;
	if (fclose(out) && !err)
		err = errno;
	return err ? complain(kept, name, err) : true;
}

static int write_scenario(FILE *out, const struct keepsake *run)
{
	const struct source *source = &run->sc->source;

	return fwrite(source->text, 1, source->len, out) == source->len ? 0 : -errno;
}

static int write_ladder(FILE *out, const struct keepsake *run)
{
	translate_pause();
	ladder_print(out, run->sc, run->tl, (struct style){0});
	translate_resume();
	return 0;
}

static int write_report(FILE *out, const struct keepsake *run)
{
	struct outcome outcome;

	judge(run->sc, run->tl, &outcome);
	html_write(out, run->sc, run->tl, &outcome);
	outcome_free(&outcome);
	return 0;
}

static int write_timeline(FILE *out, const struct keepsake *run)
{
	return timeline_write(run->tl, run->sc, out);
}

static int write_senders_wires(FILE *out, const struct keepsake *run)
{
	pcapng_write(out, run->sc, run->tl, WIRES_OF_SENDERS);
	return 0;
}

static int write_both_wires(FILE *out, const struct keepsake *run)
{
	pcapng_write(out, run->sc, run->tl, WIRES_OF_BOTH);
	return 0;
}

/* Whatever may differ between identical runs stands here and nowhere else. */
static int write_host(FILE *out, const struct keepsake *run)
{
	time_t now = time(NULL);
	struct utsname uts;
	char date[32];
	json_t *host;
	int ret;

	uname(&uts);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
	host = json_pack("{s:s, s:s, s:s, s:s, s:s}", "scenario", run->sc->source.name, "date",
			 date, "host", uts.nodename, "machine", uts.machine, "kernel_version",
			 uts.version);
	ret = host ? json_dumpf(host, out, JSON_INDENT(2)) : -1;
	fputc('\n', out);
	json_decref(host);
	return ret < 0 ? -EIO : 0;
}

bool keep_run(const struct kept *kept, const struct keepsake *run, enum wires wires)
{
	if (!keep_file(kept, "scenario.conf", write_scenario, run) ||
	    !keep_file(kept, "ladder.txt", write_ladder, run) ||
	    !keep_file(kept, "report.html", write_report, run) ||
	    !keep_file(kept, "host.json", write_host, run) ||
	    !keep_file(kept, "run.pcapng", write_senders_wires, run) ||
	    (wires == WIRES_OF_BOTH && !keep_file(kept, BOTH_WIRES, write_both_wires, run)) ||
	    !keep_file(kept, PARTIAL, write_timeline, run))
		return false;
	if (renameat(kept->dir, PARTIAL, kept->dir, "run.jsonl") < 0)
		return complain(kept, "run.jsonl", errno);
	return true;
}

void keep_free(struct kept *kept)
{
	if (kept->path)
		close_fd(&kept->dir);
	free(kept->path);
	kept->path = NULL;
}
