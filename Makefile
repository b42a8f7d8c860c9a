# Names for what one does every day. What they do is in the scripts; nothing here but the calls.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run stop test verify simulate images format measure clean fuzz mutants benchmark bench bench-quick bench-sessions bench-partitions bench-overload bench-failover bench-soak histories plugin

help: ## Show these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Sample cluster and sessions on a local Kubernetes; CLUSTER=local|kind|dev|current picks where
	@e2e/run/run.sh $(CLUSTER)

stop: ## End what `make run` started and remove everything it left
	@e2e/run/stop.sh

test: ## Everything: build, gates, unit tests, images, chart tests, end-to-end tests
	@e2e/run/test.sh

verify: ## Build, gates and tests that need no cluster
	@e2e/run/prerequisites.sh java
	@e2e/cluster/tools.sh
	@mvn --batch-mode --no-transfer-progress verify

simulate: ## Simulated partitions and clients under faults; SEEDS=how many, FIRST=from which, or SEED=the one
	@partition-node/sim/simulate.sh $(or $(SEED),$(or $(FIRST),1) $(or $(SEEDS),1000))

images: ## Container images as target/multiraft-*.tar, without an engine and without a registry
	@e2e/run/images.sh

plugin: ## kubectl multiraft, into ~/.local/bin
	@client/kubectl/install.sh

format: ## Format the Java sources
	@mvn --batch-mode --quiet spotless:apply

fuzz: ## Look for inputs that break the decoders, MINUTES=10 for each target; TARGET=name for one
	@partition-node/fuzz.sh $(or $(MINUTES),10) $(TARGET)

mutants: ## Change the state machine in small ways and see whether a test fails; OF='io.multiraft.fsm.map.*' for a part
	@mvn --batch-mode --no-transfer-progress -Dfast -Pmutants $(if $(OF),'-Dmutants.of=$(OF)') \
		-pl partition-node/fsm -am process-test-classes

benchmark: ## Measure the state machine alone, in one JVM: operations per second, bytes allocated; OF=pattern picks
	@mvn --batch-mode --no-transfer-progress -Dfast -Pbenchmark $(if $(OF),'-Dbenchmark.of=$(OF)') \
		-pl partition-node/fsm -am process-test-classes

bench: ## Whole Multiraft beside etcd and a bare echo, under load in turns, some 40 minutes; WORKLOADS=GET,MIXED ROUNDS=5 pick
	@e2e/bench/run.sh $(if $(WORKLOADS),--workloads $(WORKLOADS)) $(if $(ROUNDS),--rounds $(ROUNDS))

bench-quick: ## This tree beside its parent commit, under load in turns: slower or faster? COMMIT= compares with another
	@e2e/bench/quick.sh $(COMMIT)

bench-sessions: ## 100,000 sessions on three nodes, kept alive for MINUTES=30: processor time, sessions lost, time to list them; SINGLE_CALLS=yes
	@e2e/bench/sessions.sh --minutes $(or $(MINUTES),30) $(if $(SINGLE_CALLS),--single-calls)

bench-partitions: ## 64 partitions on three nodes: processor time and threads while idle, writes to 16 of them beside writes to one
	@e2e/bench/partitions.sh

bench-overload: ## Twice what three nodes can do, offered for two minutes: goodput, refusals, latency, memory; STREAM=yes
	@e2e/bench/overload.sh $(if $(STREAM),--stream)

bench-failover: ## COUNT=50 leaders killed under writes: the longest time without one, and whether any is lost
	@e2e/bench/failover.sh --kills $(or $(COUNT),50)

bench-soak: ## 6,000,000 writes to 100,000 keys: memory and disk of each node after the first million, and later; SINGLE_CALLS=yes
	@e2e/bench/soak.sh $(if $(SINGLE_CALLS),--single-calls)

measure: ## Measure what README.md promises and print the table
	@e2e/measure.sh

histories: ## Check histories under random faults for MINUTES=10; SEED= repeats a run, FAULTS= picks
	@e2e/histories/run.sh $(or $(MINUTES),10) "$(SEED)" "$(FAULTS)"

clean: stop ## Stop, and delete everything that was built here (caches outside the tree stay)
	@mvn --batch-mode --quiet clean
	@rm -rf .run
