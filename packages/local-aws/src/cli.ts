export { writeWhole } from './disk-full.ts';
export { ownFolder } from './own-folder.ts';
export { aborted, HelpWanted, runProgram, UsageError } from './cli/program.ts';
export { stopWithReader } from './cli/reader.ts';
