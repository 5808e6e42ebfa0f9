export { compilePattern } from './events/pattern.ts';
