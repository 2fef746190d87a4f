#!/usr/bin/env bash
# On a machine with CUDA and vLLM: serve, check, bench and evaluate a judge, everything into one report.
# usage: bash serving/gpu.sh [MODEL] [REPORT]      (run from the checkout, with `interviewer` and `vllm` on PATH)
set -euo pipefail
cd "$(dirname "$0")/.."
MODEL=${1:-}
REPORT=${2:-judge-report.txt}
PORT=${PORT:-8000}
export VLLM_API_KEY=${VLLM_API_KEY:-$(python3 -c 'import secrets; print(secrets.token_hex(16))')}
export INTERVIEWER_JUDGE_URL="http://127.0.0.1:$PORT/v1" INTERVIEWER_JUDGE_API_KEY=$VLLM_API_KEY VLLM_NO_USAGE_STATS=1
LOG=$(mktemp)

said() { printf '\n## %s\n\n' "$1" | tee -a "$REPORT"; }
shown() { "$@" 2>&1 | tee -a "$REPORT" || true; }

: > "$REPORT"
said "Machine"
shown nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv
shown vllm --version
said "Command"
shown interviewer judge serve --port "$PORT" ${MODEL:+--model "$MODEL"}

setsid interviewer judge serve --start --port "$PORT" ${MODEL:+--model "$MODEL"} > "$LOG" 2>&1 &
SERVER=$!
trap 'kill -INT -- -"$SERVER" 2>/dev/null || true; wait "$SERVER" 2>/dev/null || true' EXIT
for _ in $(seq 900); do
  curl -fsS -o /dev/null "http://127.0.0.1:$PORT/health" 2>/dev/null && break
  kill -0 "$SERVER" 2>/dev/null || { tail -n 40 "$LOG" | tee -a "$REPORT"; echo "vLLM ended; its last lines are above." >&2; exit 1; }
  sleep 2
done

said "judge check"
shown interviewer judge check --answers 20
said "judge bench"
shown interviewer judge bench --answers 256 --at-once 32
said "evaluate: the judge"
shown interviewer evaluate grader/data/labelled.jsonl
said "evaluate: the estimate alone"
shown interviewer evaluate grader/data/labelled.jsonl --no-judge
echo "Report: $REPORT"
