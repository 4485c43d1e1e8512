# SPDX-License-Identifier: MIT
#
# The two commands:	make run	make test
#
# The stations below stand in the order in which data flows through tcplab, from the scenario's
# text to the reports: a file includes only headers of its own station and of those above it
# (tests/lint/layers.sh proves it).

BASE	 := $(wildcard src/base/*.c)		# memory, time, diagnostics, refusals
TCP	 := $(wildcard src/tcp/*.c)		# segments, states, flows, sequence numbers
SCENARIO_LANGUAGE := $(wildcard src/scenario/*.c) # text to scenario, and back
EXPLAIN	 := $(wildcard src/explain/*.c)		# a scenario in plain words; states, segments, sysctls
FAULT	 := $(wildcard src/fault/*.c)		# rules: segment in, verdict out; pure
TIMELINE := $(wildcard src/timeline/*.c)	# events, run.jsonl, transitions with their causes
KERNEL	 := $(wildcard src/kernel/*.c)		# netlink, queue, ruleset, sock_diag, namespaces
LAB	 := $(wildcard src/lab/*.c)		# a standing network; what this machine can do
ROLES	 := $(wildcard src/roles/*.c)		# supervisor, keeper, injector, probe, endpoints
VIRTUAL	 := $(wildcard src/virtual/*.c)		# the same run in a kernel whose idle time is free
JUDGE	 := $(wildcard src/judge/*.c)		# expectations x timeline = outcome; pure
REPORT	 := $(wildcard src/report/*.c)		# ladder, formats, captures
QUIZ	 := $(wildcard src/quiz/*.c)		# a run as questions: what is the next state?
COMMANDS := $(wildcard src/commands/*.c)	# one file each, a table in main.c

SOURCES := $(BASE) $(TCP) $(SCENARIO_LANGUAGE) $(EXPLAIN) $(FAULT) $(TIMELINE) $(KERNEL) $(LAB) \
	   $(ROLES) $(VIRTUAL) $(JUDGE) $(REPORT) $(QUIZ) $(COMMANDS)

# ---- what a user may set ------------------------------------------------------------------------

# What `make run` runs.
SCENARIO = scenarios/third-ack-loss.conf
# SANITIZE=1: AddressSanitizer and UndefinedBehaviorSanitizer, in build-asan/.
SANITIZE =
# V=1: show the commands in full.
V =
# How long each target of `make fuzz` runs, and how long its inputs get.
FUZZ_SECONDS = 600
FUZZ_BYTES = 16384
# The kernels that `make virtual-kernel` builds; empty: all that the machine's packages offer.
VERSIONS =

PREFIX	= /usr/local
DESTDIR	=
bindir	= $(PREFIX)/bin
mandir	= $(PREFIX)/share/man
datadir	= $(PREFIX)/share/tcplab
localedir = $(PREFIX)/share/locale

ifeq ($(origin CC),default)
CC = gcc
endif
PKG_CONFIG = pkg-config
INSTALL = install

# CFLAGS, CPPFLAGS and LDFLAGS from outside are appended to what is needed anyhow.

# ---- building -----------------------------------------------------------------------------------

ifeq ($(SANITIZE),1)
BUILD = build-asan
SANITIZERS = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
else
BUILD = build
endif

# The plain build leaves its binary at the top, where README.md says it is.
BINARY = $(if $(filter build,$(BUILD)),tcplab,$(BUILD)/tcplab)

PACKAGES = libnetfilter_queue libnftnl libmnl libnfnetlink jansson
# Not linked: loaded by whoever needs it (src/scenario/filter.c says why).
LOADED_PACKAGES = libpcap

# Asked for when first needed, so that `make deps` can install pkg-config itself; then remembered.
PACKAGES_CFLAGS	= $(eval PACKAGES_CFLAGS := $$(shell $(PKG_CONFIG) --cflags $(PACKAGES) $(LOADED_PACKAGES)))$(PACKAGES_CFLAGS)
PACKAGES_LIBS	= $(eval PACKAGES_LIBS := $$(call archives,$$(shell $(PKG_CONFIG) --libs $(PACKAGES))))$(PACKAGES_LIBS)
# The library's archive where there is one: a shared library costs a run in virtual time 0.3 ms.
archives	= $(foreach flag,$(1),$(or $(filter /%,$(shell $(CC) -print-file-name=$(flag:-l%=lib%.a))),$(flag)))
CHECK_CFLAGS	= $(eval CHECK_CFLAGS := $$(shell $(PKG_CONFIG) --cflags check))$(CHECK_CFLAGS)
CHECK_LIBS	= $(eval CHECK_LIBS := $$(shell $(PKG_CONFIG) --libs check))$(CHECK_LIBS)

NEEDED = -std=gnu17 -D_GNU_SOURCE -Isrc
# Not position independent: what need not be relocated at the start is not touched, and not copied at
# each fork. A run in virtual time takes 3 % less.
COMPILE = $(CC) $(NEEDED) $(CPPFLAGS) -O2 -g -fno-pie -Wall -Wextra -Werror $(SANITIZERS) $(CFLAGS) \
	  $(PACKAGES_CFLAGS)
# Symbols are bound at the start, once, and not again in each process of a lab.
LINK = $(CC) -O2 -g -no-pie -Wl,-z,now -Wl,--as-needed $(SANITIZERS) $(CFLAGS) $(LDFLAGS)

OBJECTS = $(SOURCES:src/%.c=$(BUILD)/%.o)

# What a reader of another language reads: po/LANGUAGE.po, found where it is made, or where it is installed.
CATALOGUES = $(patsubst po/%.po,$(BUILD)/locale/%/LC_MESSAGES/tcplab.mo,$(wildcard po/*.po))

Q = $(if $(V),,@)
say = @$(if $(V),:,printf '  %-5s %s\n' $(1) $@)

all: $(BINARY)

$(BINARY): $(OBJECTS) | $(CATALOGUES)
	$(call say,link)
	$(Q)$(LINK) -o $@ $^ $(PACKAGES_LIBS)

$(BUILD)/%.o: src/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,cc)
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

# The report's style and script are part of the program.
$(BUILD)/report/page.o: src/report/page/page.css src/report/page/page.js

# For `tcplab version`.
$(BUILD)/commands/version.o: private NEEDED += -DTCPLAB_LIBRARIES='"$(strip \
	$(foreach package,$(PACKAGES) $(LOADED_PACKAGES),$(package) $(shell $(PKG_CONFIG) --modversion $(package))))"'

# For `tcplab list`, which knows where the installed scenarios are.
$(BUILD)/commands/list.o: private NEEDED += -DTCPLAB_DATADIR='"$(datadir)"'
$(BUILD)/commands/list.o: $(BUILD)/datadir

# Where the message catalogues are made, and where they are installed, as seen from the program.
$(BUILD)/base/translate.o: private NEEDED += \
	-DTCPLAB_BUILT_CATALOGUES='"$(if $(filter $(BUILD)/%,$(BINARY)),locale,$(BUILD)/locale)"' \
	-DTCPLAB_INSTALLED_CATALOGUES='"$(shell realpath -m --relative-to=$(bindir) $(localedir))"'
$(BUILD)/base/translate.o: $(BUILD)/datadir

# Other flags than last time rebuild everything, another PREFIX rebuilds what depends on it.
$(BUILD)/flags: private TEXT = $(COMPILE) $(LINK)
$(BUILD)/datadir: private TEXT = $(bindir) $(datadir) $(localedir)
$(BUILD)/flags $(BUILD)/datadir: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(TEXT))' >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# ---- message catalogues -------------------------------------------------------------------------

$(BUILD)/locale/%/LC_MESSAGES/tcplab.mo: po/%.po
	@mkdir -p $(@D)
	$(call say,msg)
	$(Q)msgfmt --check-format -o $@ $<

# Take the texts of the sources into the catalogues; tests/lint/catalogues.sh tells when that is due, and
# what then waits to be translated.
catalogues:
	po/extract >po/tcplab.pot
	for po in po/*.po; do msgmerge --quiet --no-fuzzy-matching --no-wrap --update --backup=none $$po po/tcplab.pot; done

# Locales for the tests, whatever the machine has. Nothing of the machine is changed: they are found
# by LOCPATH.
TEST_LOCALES = $(patsubst %,$(BUILD)/locales/%.UTF-8/LC_CTYPE,zh_CN en_US)

$(BUILD)/locales/%.UTF-8/LC_CTYPE:
	@mkdir -p $(BUILD)/locales
	$(call say,loc)
	$(Q)localedef --no-archive -i $* -f UTF-8 $(abspath $(@D))

# ---- unit tests: each program links the objects that tests/unit/objects.mk names, no more -------

include tests/unit/objects.mk

UNIT_SOURCES = $(wildcard tests/unit/test_*.c)
UNIT_PROGRAMS = $(UNIT_SOURCES:tests/unit/%.c=$(BUILD)/unit/%)

$(BUILD)/unit/%.o: tests/unit/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,cc)
	$(Q)$(COMPILE) $(CHECK_CFLAGS) -MMD -MP -c -o $@ $<

.SECONDEXPANSION:
$(UNIT_PROGRAMS): $(BUILD)/unit/%: $(BUILD)/unit/%.o $$(addprefix $(BUILD)/,$$(addsuffix .o,$$($$*_OBJS)))
	$(call say,link)
	$(Q)$(LINK) -o $@ $^ $(PACKAGES_LIBS) $(CHECK_LIBS)

# ---- programs of whole-lab tests: tests/run/NAME.c, each links what NAME_OBJS says, no more -----

RUN_PROGRAMS = $(BUILD)/run/oracle $(BUILD)/run/kill $(BUILD)/run/guest_calls

oracle_OBJS = run/oracle_compare run/oracle_known run/oracle_trace run/oracle_tracefs \
	      $(patsubst src/%.c,%,$(BASE) $(TCP) $(SCENARIO_LANGUAGE) $(FAULT) $(TIMELINE))
kill_OBJS = run/kill_stop run/kill_left \
	    $(patsubst src/%.c,%,$(BASE) $(TCP) $(SCENARIO_LANGUAGE) $(FAULT) $(TIMELINE) \
	      $(KERNEL) $(LAB) $(ROLES))

$(BUILD)/run/%.o: tests/run/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,cc)
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

$(RUN_PROGRAMS): $(BUILD)/run/%: $(BUILD)/run/%.o $$(addprefix $(BUILD)/,$$(addsuffix .o,$$($$*_OBJS)))
	$(call say,link)
	$(Q)$(LINK) -o $@ $^ $(PACKAGES_LIBS)

# ---- programs that replay the corpus of a fuzz target; `make fuzz` puts libFuzzer in replay.c's place

FUZZ_TARGETS = scenario segment timeline netlink
FUZZ_PROGRAMS = $(FUZZ_TARGETS:%=$(BUILD)/fuzz/%)
FUZZ_MAIN = $(BUILD)/fuzz/replay.o
FUZZ_OBJECTS = $(filter-out $(COMMANDS:src/%.c=$(BUILD)/%.o),$(OBJECTS))

$(BUILD)/fuzz/%.o: tests/fuzz/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,cc)
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

# Whatever a scenario includes, no file of the machine is read.
$(BUILD)/fuzz/scenario: private LDFLAGS += -Wl,--wrap=source_read

$(BUILD)/fuzz/segment: $(BUILD)/fuzz/verbs.o

$(FUZZ_PROGRAMS): %: %.o $(filter %.o,$(FUZZ_MAIN)) $(FUZZ_OBJECTS)
	$(call say,link)
	$(Q)$(LINK) $(filter -%,$(FUZZ_MAIN)) -o $@ $^ $(PACKAGES_LIBS)

-include $(wildcard $(BUILD)/*/*.d)

# ---- what to ask for ----------------------------------------------------------------------------

run: deps
	@$(MAKE) $(BINARY)
	./$(BINARY) run $(SCENARIO)

test: deps-test
	@$(MAKE) virtual-kernel
	@$(MAKE) check

BENCHES = $(BUILD)/bench/cost $(BUILD)/bench/virtual

# Everything (the benchmarks, too, which no test runs), then everything that executes tcplab's code once
# more under the sanitizers.
check: $(BINARY) $(UNIT_PROGRAMS) $(RUN_PROGRAMS) $(FUZZ_PROGRAMS) $(BENCHES) $(TEST_LOCALES)
	@$(MAKE) SANITIZE=1 check-programs
	tests/run-all $(BUILD) build-asan

check-programs: $(BINARY) $(UNIT_PROGRAMS) $(RUN_PROGRAMS) $(FUZZ_PROGRAMS) $(TEST_LOCALES)

# ---- fuzzing: tests/fuzz/NAME.c reads bytes that come from outside ------------------------------

# What the corpora hold is read again by each `make test`, in plain and in sanitized programs. What
# `make fuzz` finds beyond them is in build-fuzz/; what is worth keeping of it goes to the corpus by
#	build-fuzz/fuzz/NAME -set_cover_merge=1 -use_counters=0 tests/fuzz/corpus/NAME build-fuzz/corpus/NAME
fuzz:
	@$(MAKE) CC=clang BUILD=build-fuzz fuzz-programs FUZZ_MAIN=-fsanitize=fuzzer \
		SANITIZERS='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all'
	@for target in $(FUZZ_TARGETS); do \
		mkdir -p build-fuzz/corpus/$$target; \
		echo "$$target: $(FUZZ_SECONDS) s"; \
		build-fuzz/fuzz/$$target -max_total_time=$(FUZZ_SECONDS) -max_len=$(FUZZ_BYTES) \
			-timeout=10 -verbosity=0 -print_final_stats=1 \
			-artifact_prefix=build-fuzz/$$target- \
			build-fuzz/corpus/$$target tests/fuzz/corpus/$$target || exit; \
	done

fuzz-programs: $(FUZZ_PROGRAMS)

# Prints figures beside what they should be; how they come out depends on the machine, so no test does.
BENCH_OBJECTS = $(filter-out $(COMMANDS:src/%.c=$(BUILD)/%.o),$(OBJECTS))

bench: $(BINARY) $(BENCHES) $(BUILD)/bench/poweroff
	@$(BUILD)/bench/cost $(abspath $(BINARY)) bench/three-segment-close.conf
	@TCPLAB=$(abspath $(BINARY)) $(BUILD)/bench/virtual

$(BUILD)/bench/%.o: bench/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,cc)
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

$(BUILD)/bench/virtual: $(addprefix $(BUILD)/bench/virtual_,runs.o repeats.o)

$(BENCHES): %: %.o $(BENCH_OBJECTS)
	$(call say,link)
	$(Q)$(LINK) -o $@ $^ $(PACKAGES_LIBS)

# The empty first process of a kernel must not even need a library.
$(BUILD)/bench/poweroff: $(BUILD)/bench/poweroff.o
	$(call say,link)
	$(Q)$(LINK) -static -o $@ $^

# Built once; what they cost, and where they are, is in README.md, "Virtual time".
virtual-kernel:
	@lab/virtual/build $(VERSIONS)

virtual-kernel-clean:
	rm -rf "$${XDG_CACHE_HOME:-$$HOME/.cache}/tcplab"

# What README.md shows of a run: needs a lab, and what `make deps-test` installs.
gallery: $(BINARY)
	doc/gallery

MAN_PAGES = $(wildcard man/*.[1-8])
SCENARIOS = $(shell find scenarios -name '*.conf')

install: $(BINARY)
	$(INSTALL) -D -m 755 $(BINARY) $(DESTDIR)$(bindir)/tcplab
	for page in $(MAN_PAGES); do \
		$(INSTALL) -D -m 644 $$page $(DESTDIR)$(mandir)/man$${page##*.}/$${page##*/} || exit; \
	done
	for scenario in $(SCENARIOS); do \
		$(INSTALL) -D -m 644 $$scenario $(DESTDIR)$(datadir)/$$scenario || exit; \
	done
	for catalogue in $(CATALOGUES:$(BUILD)/locale/%=%); do \
		$(INSTALL) -D -m 644 $(BUILD)/locale/$$catalogue $(DESTDIR)$(localedir)/$$catalogue || exit; \
	done

uninstall:
	rm -f $(DESTDIR)$(bindir)/tcplab
	for page in $(MAN_PAGES); do \
		rm -f $(DESTDIR)$(mandir)/man$${page##*.}/$${page##*/}; \
	done
	rm -f $(CATALOGUES:$(BUILD)/locale/%=$(DESTDIR)$(localedir)/%)
	rm -rf $(DESTDIR)$(datadir)

clean:
	rm -rf build build-asan build-clang build-fuzz tcplab

format:
	clang-format -i $(wildcard src/*/*.c tests/unit/*.c bench/*.c)

# ---- what a Debian machine may lack: PROBE=PACKAGE, PROBE being a command, file or module -------

BUILD_NEEDS = gcc=gcc /usr/include/stdio.h=libc6-dev pkg-config=pkg-config \
	      libnetfilter_queue.pc=libnetfilter-queue-dev libnftnl.pc=libnftnl-dev \
	      libmnl.pc=libmnl-dev libnfnetlink.pc=libnfnetlink-dev \
	      jansson.pc=libjansson-dev libpcap.pc=libpcap-dev msgfmt=gettext
TEST_NEEDS  = check.pc=check clang=clang clang-format=clang-format mandoc=mandoc \
	      ctags=universal-ctags jq=jq prove=perl xmllint=libxml2-utils tshark=tshark tmux=tmux \
	      localedef=libc-bin /usr/share/i18n/locales/zh_CN=locales \
	      chromium=chromium chromedriver=chromium-driver curl=curl \
	      /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf=fonts-dejavu-core

define install_missing
@missing=; \
for need in $(1); do \
	probe=$${need%%=*}; \
	case $$probe in \
	*.pc) pkg-config --exists $${probe%.pc} ;; \
	/*) test -e $$probe ;; \
	*) command -v $$probe ;; \
	esac >/dev/null 2>&1 || missing="$$missing $${need#*=}"; \
done; \
test -n "$$missing" || exit 0; \
if ! command -v apt-get >/dev/null; then \
	echo "please install what Debian calls:$$missing" >&2; \
	exit 1; \
fi; \
sudo=$$(test "$$(id -u)" -eq 0 || echo sudo); \
echo "installing$$missing"; \
$$sudo apt-get -q update && \
$$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends $$missing
endef

deps:
	$(call install_missing,$(BUILD_NEEDS))

deps-test:
	$(call install_missing,$(BUILD_NEEDS) $(TEST_NEEDS))

FORCE:

MAKEFLAGS += --no-print-directory

.DELETE_ON_ERROR:
.PHONY: all run test gallery check check-programs fuzz fuzz-programs bench virtual-kernel virtual-kernel-clean install \
	uninstall catalogues clean format deps deps-test FORCE
