import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { VERSION: '"0.0.0-test"' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    environment: 'happy-dom',
    include: ['packages/*/tests/**/*.test.{ts,tsx,mjs}', 'apps/*/tests/**/*.test.{ts,tsx}'],
  },
});
