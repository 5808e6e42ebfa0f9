export { bundleHandlers, bundleRelease, type Bundle } from './bundle.ts';
export { ownBundles } from './own-bundles.ts';
export { HANDLERS, releases, type HandlerName } from './sources.ts';
