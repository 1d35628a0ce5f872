# Samverk. `make` lists what can be done; every target installs what it needs.
.DEFAULT_GOAL := help
SHELL := /bin/sh
.PHONY: help setup run test check fix bench docs mutate lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make .venv with everything needed, pinned by hash
	@scripts/setup.sh
