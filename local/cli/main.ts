import { runProgram } from 'local-aws/cli';

/** {@link runProgram}, for programs that use AWS's SDK: its hint about Node.js versions is about the laptop. */
export async function runMain(program: (signal: AbortSignal) => Promise<number>): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  await runProgram(program, { endsWithParent: process.env['npm_lifecycle_event'] !== undefined });
}
