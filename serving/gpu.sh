#!/usr/bin/env bash
# On a machine with CUDA and vLLM: serve, check, bench and evaluate a judge, everything into one report.
# usage: bash serving/gpu.sh [MODEL] [REPORT]      (run from the checkout, with `interviewer` and `vllm` on PATH)
# DUMMY=1: random weights of the model's shape; only speed is measured. FOLDER: its configuration and tokenizer, without the hub:
#   DUMMY=1 FOLDER=qwen3-8b bash serving/gpu.sh Qwen/Qwen3-8B-FP8
set -euo pipefail
cd "$(dirname "$0")/.."
MODEL=${1:-}
REPORT=${2:-judge-report.txt}
PORT=${PORT:-8000}
export VLLM_API_KEY=${VLLM_API_KEY:-$(python3 -c 'import secrets; print(secrets.token_hex(16))')}
export INTERVIEWER_JUDGE_URL="http://127.0.0.1:$PORT/v1" INTERVIEWER_JUDGE_API_KEY=$VLLM_API_KEY VLLM_NO_USAGE_STATS=1
LOG=$(mktemp)
SERVE=(interviewer judge serve --port "$PORT" ${MODEL:+--model "$MODEL"} ${FOLDER:+--path "$FOLDER"} ${DUMMY:+--dummy})

said() { printf '\n## %s\n\n' "$1" | tee -a "$REPORT"; }
shown() { "$@" 2>&1 | tee -a "$REPORT" || true; }

: > "$REPORT"
said "Machine"
shown nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv
shown vllm --version
said "Command"
shown "${SERVE[@]}"

setsid "${SERVE[@]}" --start > "$LOG" 2>&1 &
SERVER=$!
trap 'kill -INT -- -"$SERVER" 2>/dev/null || true; wait "$SERVER" 2>/dev/null || true' EXIT
for _ in $(seq 900); do
  curl -fsS -o /dev/null "http://127.0.0.1:$PORT/health" 2>/dev/null && break
  kill -0 "$SERVER" 2>/dev/null || { tail -n 40 "$LOG" | tee -a "$REPORT"; echo "vLLM ended; its last lines are above." >&2; exit 1; }
  sleep 2
done

said "judge bench"
shown interviewer judge bench --answers 256 --at-once 32
if [ -n "${DUMMY:-}" ]; then
  echo "Report: $REPORT"
  exit 0
fi
said "judge check"
shown interviewer judge check --answers 20
said "evaluate: the judge"
shown interviewer evaluate grader/data/labelled.jsonl
said "evaluate: the estimate alone"
shown interviewer evaluate grader/data/labelled.jsonl --no-judge
echo "Report: $REPORT"
