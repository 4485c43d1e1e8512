/* SPDX-License-Identifier: MIT */
/*
 * libpcap is loaded when the first filter is compiled: it brings in libraries (for capturing from
 * devices) that every run would otherwise start with, 0.5 ms on a host and 5 ms in a kernel in
 * virtual time.
 */
#include "scenario/filter.h"

#include <dlfcn.h>
#include <nss.h>
#include <pcap/pcap.h>
#include <stdlib.h>

#include "base/util.h"

/* More than any packet of a lab is long. */
#define PACKET_MAX 65535

static struct {
	typeof(pcap_open_dead) *open_dead;
	typeof(pcap_compile) *compile;
	typeof(pcap_geterr) *geterr;
	typeof(pcap_close) *close;
	typeof(pcap_offline_filter) *offline_filter;
	typeof(pcap_freecode) *freecode;
} pcap;

/* Return: NULL, or why libpcap can't be used; the caller frees it */
static char *load(void)
{
	/* Debian's name, everyone else's */
	void *library = dlopen("libpcap.so.0.8", RTLD_NOW);

	/* libpcap looks up what it takes for a host's name: nobody is to be asked over a network. */
	__nss_configure_lookup("hosts", "files");
	if (!library)
		library = dlopen("libpcap.so.1", RTLD_NOW);
	if (!library)
		return xasprintf("libpcap, which compiles filters, cannot be loaded: %s",
				 dlerror());
	pcap.open_dead = dlsym(library, "pcap_open_dead");
	pcap.compile = dlsym(library, "pcap_compile");
	pcap.geterr = dlsym(library, "pcap_geterr");
	pcap.close = dlsym(library, "pcap_close");
	pcap.offline_filter = dlsym(library, "pcap_offline_filter");
	pcap.freecode = dlsym(library, "pcap_freecode");
	if (pcap.open_dead && pcap.compile && pcap.geterr && pcap.close && pcap.offline_filter &&
	    pcap.freecode)
		return NULL;
	pcap.open_dead = NULL;
	return xasprintf("this libpcap cannot compile filters");
}

char *filter_compile(struct filter *filter)
{
	char *why = pcap.open_dead ? NULL : load();
	pcap_t *handle;

	if (why)
		return why;
	handle = pcap.open_dead(DLT_RAW, PACKET_MAX);
	if (!handle)
		abort(); /* out of memory */
	filter->program = xalloc(1, sizeof(*filter->program));
	if (pcap.compile(handle, filter->program, filter->text, 1, PCAP_NETMASK_UNKNOWN) < 0)
		why = xasprintf("%s", pcap.geterr(handle));
	pcap.close(handle);
	return why;
}

bool filter_takes(const struct filter *filter, const void *packet, size_t len)
{
	const struct pcap_pkthdr header = {.caplen = (bpf_u_int32)len, .len = (bpf_u_int32)len};

	return pcap.offline_filter(filter->program, &header, packet);
}

void filter_free(struct filter *filter)
{
	if (filter->program)
		pcap.freecode(filter->program);
	free(filter->program);
	free(filter->text);
}
