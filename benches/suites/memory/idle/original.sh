#!/bin/bash
# A process that does nothing: what starting one takes.
echo ready
