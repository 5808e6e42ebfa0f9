export { aborted, HelpWanted, runProgram, UsageError } from './cli/program.ts';
