import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const api = process.env.HUBFLOW_API_URL ?? 'http://127.0.0.1:3000'

export default defineConfig({
  plugins: [react()],
  server: {
    // The address that the browser asked for is kept, so that sign-in sees the same origin as the page.
    proxy: Object.fromEntries(
      ['/api', '/hooks', '/unsubscribe', '/healthz'].map((path) => [path, { target: api, changeOrigin: false }]),
    ),
  },
  build: {
    outDir: 'dist',
    // Says which files a page takes: what the first load weighs is tested with it.
    manifest: true,
    target: 'es2024',
    // Browsers that know light-dark(): written out for older ones, it needs helpers that Mantine's colour scheme does not set.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
  },
})
