import {
  ActionIcon,
  Alert,
  Badge,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  type MantineColorsTuple,
  Menu,
  Modal,
  Paper,
  Portal,
  Table,
  Tooltip,
} from '@mantine/core'

/** The one accent colour: whatever can be pressed, chosen or is under way. */
const hub: MantineColorsTuple = [
  '#eef0fd',
  '#dde1fa',
  '#b9c1f3',
  '#929eec',
  '#7180e6',
  '#5b6ce0',
  '#4c5dd6',
  '#4152c9',
  '#3646ae',
  '#2a388f',
]

/** Cool greys for the dark scheme, from text to the deepest ground. */
const dark: MantineColorsTuple = [
  '#d6d9e0',
  '#b7bcc8',
  '#969dac',
  '#6b7280',
  '#3f4552',
  '#323843',
  '#282d37',
  '#1c2028',
  '#16191f',
  '#101318',
]

export const theme = createTheme({
  primaryColor: 'hub',
  primaryShade: { light: 7, dark: 6 },
  colors: { hub, dark },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'Inter, -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.84rem', md: '0.92rem', lg: '1.05rem', xl: '1.25rem' },
  radius: { xs: '0.2rem', sm: '0.3rem', md: '0.45rem', lg: '0.7rem', xl: '1rem' },
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.32rem', lineHeight: '1.3' },
      h2: { fontSize: '1.08rem', lineHeight: '1.35' },
      h3: { fontSize: '0.95rem', lineHeight: '1.4' },
    },
  },
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Alert: Alert.extend({ defaultProps: { variant: 'light' } }),
    Badge: Badge.extend({
      defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 600, style: { verticalAlign: 'middle' } },
    }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    Drawer: Drawer.extend({
      defaultProps: { position: 'right', size: 'md', padding: 'lg', closeButtonProps: { 'aria-label': 'Close' } },
      styles: { title: { fontWeight: 600 } },
    }),
    // The placeholder is a child that a menu may not have, for whoever listens to it.
    Menu: Menu.extend({ defaultProps: { shadow: 'md', position: 'bottom-end', withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({
      defaultProps: { centered: true, padding: 'lg', closeButtonProps: { 'aria-label': 'Close' } },
      styles: { title: { fontWeight: 600 } },
    }),
    Paper: Paper.extend({ defaultProps: { withBorder: true } }),
    // A landmark of its own (index.html), so that what opens over the page is found by whoever goes by landmarks.
    Portal: Portal.extend({ defaultProps: { target: '#overlays' } }),
    Table: Table.extend({
      defaultProps: { verticalSpacing: 8, horizontalSpacing: 'sm', fz: 'sm', borderColor: 'var(--hub-line)' },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 300, withArrow: true, events: { hover: true, focus: true, touch: true } },
    }),
  },
})

/** Ground and ink of badges, alerts and chosen places, by colour: every pair reaches 4.5 : 1 on its own ground. */
const softLight = softColors({
  gray: ['#eceef2', '#434a57'],
  hub: ['#eceefc', '#3646ae'],
  green: ['#e3f5e8', '#17632d'],
  yellow: ['#fff3cd', '#6e4700'],
  orange: ['#ffead9', '#8f3a00'],
  red: ['#fdeaea', '#ac1f17'],
})

const softDark = softColors({
  gray: ['#2b303a', '#c3c8d2'],
  hub: ['#2a3058', '#b7c0fc'],
  green: ['#1b3626', '#8ce0a4'],
  yellow: ['#3b3215', '#ffd970'],
  orange: ['#40291a', '#ffb98a'],
  red: ['#43201f', '#ffa3a0'],
})

/** Mantine's dimmed, placeholder and error texts are too faint for WCAG AA on our grounds; these reach 4.5 : 1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--hub-header-height': '52px' },
  light: {
    ...softLight,
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': '#596170',
    '--mantine-color-placeholder': '#666e7c',
    '--mantine-color-error': '#c92a2a',
    '--mantine-color-default-border': '#d9dde4',
    '--hub-ground': '#f6f7f9',
    '--hub-hover': '#f3f4f7',
    '--hub-line': '#e4e7ec',
  },
  dark: {
    ...softDark,
    '--mantine-color-anchor': '#a3adf3',
    '--mantine-color-body': '#1c2028',
    '--mantine-color-dimmed': '#a3aab8',
    '--mantine-color-placeholder': '#949bab',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-default-border': '#3a404c',
    '--hub-ground': '#14171d',
    '--hub-hover': '#232832',
    '--hub-line': '#2c323d',
  },
})

function softColors(pairs: Record<string, [ground: string, ink: string]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(pairs).flatMap(([color, [ground, ink]]) => [
      [`--mantine-color-${color}-light`, ground],
      [`--mantine-color-${color}-light-hover`, `color-mix(in srgb, ${ground}, ${ink} 8%)`],
      [`--mantine-color-${color}-light-color`, ink],
    ]),
  )
}
