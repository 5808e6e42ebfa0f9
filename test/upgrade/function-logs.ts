import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const line = z.object({ level: z.string(), message: z.string() });
/** Lambda's own line about an invocation that failed. */
const FAILED = /^\[lambda\] \S+ \S+ failed after [\d.]+ ms: (.*)$/;
const failure = z.object({ errorType: z.string(), errorMessage: z.string() });

/** Reads what the functions complain of, from one look to the next. */
export class FunctionLogs {
  private readonly folder: string;
  private readonly read = new Map<string, number>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Errors that were logged since the last look, such as `Claim: UnreadableRecord: item ...`, each once. */
  complaints(): readonly string[] {
    const files = readdirSync(this.folder).filter((file) => file.endsWith('.log'));
    return [
      ...new Set(
        files.flatMap((file) =>
          this.newLines(file).flatMap((text) =>
            complaintsIn(text).map((complaint) => `${handlerOf(file)}: ${complaint}`),
          ),
        ),
      ),
    ];
  }

  private newLines(file: string): readonly string[] {
    const lines = readFileSync(join(this.folder, file), 'utf8').split('\n');
    const from = this.read.get(file) ?? 0;
    // After the last line's end comes nothing, or a line that is still being written.
    this.read.set(file, lines.length - 1);
    return lines.slice(from, -1);
  }
}

/** `Claim` of `CanaryDeploymentLatticeSt-CanaryHandlersClaimFuncti-15622d8ba25a`: names are cut. */
export function handlerOf(functionName: string): string {
  return /Handlers(\w+?)(Fu\w*)?-/.exec(functionName)?.[1] ?? functionName;
}

function complaintsIn(text: string): readonly string[] {
  const [, payload] = FAILED.exec(text) ?? [];
  if (payload !== undefined) {
    const parsed = failure.safeParse(jsonOf(payload));
    return [parsed.success ? `${parsed.data.errorType}: ${parsed.data.errorMessage}` : payload];
  }
  const parsed = line.safeParse(jsonOf(text));
  return parsed.success && parsed.data.level === 'ERROR' ? [parsed.data.message] : [];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
