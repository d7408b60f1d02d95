export { growPlugin, type Growth, type Grown } from './growPlugin.ts';
export { namesOf } from './names.ts';
export { writePlugin, type Written } from './newPlugin.ts';
