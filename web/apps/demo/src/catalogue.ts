/** The six things of the shop. Prices are whole euros. */

export interface Finish {
  name: string;
  main: string; // the colour of the thing
  deep: string; // the same in shadow
}

export type DrawingName = 'teapot' | 'lamp' | 'stool' | 'throw' | 'carafe' | 'clock';

export interface Product {
  slug: DrawingName;
  name: string;
  price: number;
  line: string;
  story: string;
  wall: string; // behind the drawing
  finishes: readonly [Finish, ...Finish[]];
  facts: readonly (readonly [string, string])[];
}

export const CATALOGUE: readonly Product[] = [
  {
    slug: 'teapot',
    name: 'Morning Teapot',
    price: 68,
    line: 'Enamelled steel, for four cups',
    story:
      'A pot that pours without a drip and is light enough for one sleepy hand. The enamel is fired twice, so it keeps its colour and takes the odd knock.',
    wall: '#e8dfd1',
    finishes: [
      { name: 'Sage', main: '#7f9a86', deep: '#5c7664' },
      { name: 'Brick', main: '#b5633f', deep: '#8e4628' },
      { name: 'Ink', main: '#4b5a72', deep: '#343f54' },
    ],
    facts: [
      ['Holds', '1.1 litres'],
      ['Made of', 'Enamelled steel, beech, brass'],
      ['Care', 'By hand; not for the dishwasher'],
      ['Made in', 'Runs of 200, twice a year'],
    ],
  },
  {
    slug: 'lamp',
    name: 'Dusk Lamp',
    price: 189,
    line: 'Spun shade, brass stem, a warm dim light',
    story:
      'The shade is spun from one sheet of metal and hides the bulb from every chair in the room. Turn the small knob at the foot and it dims down to candlelight.',
    wall: '#dfe2da',
    finishes: [
      { name: 'Ochre', main: '#d39b45', deep: '#a97427' },
      { name: 'Moss', main: '#6d7d55', deep: '#505f3b' },
      { name: 'Chalk', main: '#efe9dd', deep: '#cfc6b4' },
    ],
    facts: [
      ['Height', '46 cm'],
      ['Light', 'E27, up to 8 W, dimmer at the foot'],
      ['Cable', '2 m, woven cotton'],
      ['Made of', 'Steel, brass, cast iron foot'],
    ],
  },
  {
    slug: 'stool',
    name: 'Three-legged Stool',
    price: 145,
    line: 'Solid oak, stands on any floor',
    story:
      'Three legs never wobble. The joints are wedged, not screwed, and get tighter the longer you sit. Good beside a bath, a bed or a very small guest.',
    wall: '#e3ddd6',
    finishes: [
      { name: 'Oiled oak', main: '#c99a64', deep: '#9c7040' },
      { name: 'Smoked oak', main: '#7a573b', deep: '#573b26' },
    ],
    facts: [
      ['Height', '45 cm, seat 32 cm across'],
      ['Carries', '140 kg'],
      ['Wood', 'Oak from within 80 km of the workshop'],
      ['Care', 'A little oil once a year'],
    ],
  },
  {
    slug: 'throw',
    name: 'Moor Throw',
    price: 129,
    line: 'Lambswool, woven with a wide stripe',
    story:
      'Heavy enough to stay where you put it and soft enough to forget. Woven on a loom from 1962 that we are slightly afraid of, then washed in soft water.',
    wall: '#d8dde0',
    finishes: [
      { name: 'Heather', main: '#8d7088', deep: '#6a5167' },
      { name: 'Lake', main: '#5b7f91', deep: '#41616f' },
      { name: 'Oat', main: '#cdb995', deep: '#a8926b' },
    ],
    facts: [
      ['Size', '130 × 190 cm'],
      ['Wool', 'Lambswool, undyed warp'],
      ['Weight', '980 g'],
      ['Care', 'Airing is enough; wool wash when not'],
    ],
  },
  {
    slug: 'carafe',
    name: 'Well Carafe',
    price: 42,
    line: 'Mouth-blown glass with its own tumbler',
    story:
      'The tumbler is the lid: one object for the bedside, two when you are thirsty. Every piece is blown by eye, so no two lines of light are the same.',
    wall: '#d3dedc',
    finishes: [
      { name: 'Clear', main: '#b9d5d6', deep: '#7ea6a8' },
      { name: 'Amber', main: '#dcab6b', deep: '#ad7b3c' },
    ],
    facts: [
      ['Holds', '0.8 litres; tumbler 0.2'],
      ['Height', '24 cm'],
      ['Made of', 'Soda-lime glass, half of it recycled'],
      ['Care', 'Dishwasher safe'],
    ],
  },
  {
    slug: 'clock',
    name: 'Quiet Clock',
    price: 96,
    line: 'A sweeping hand, and no tick at all',
    story:
      'You will hear the kettle, the street and the rain, but not this clock. One battery lasts two years, and the dial can be read from the far end of a hallway.',
    wall: '#ecdcd2',
    finishes: [
      { name: 'Terracotta', main: '#c0704c', deep: '#964e30' },
      { name: 'Pine', main: '#4f6f63', deep: '#375146' },
      { name: 'Navy', main: '#3d4d6b', deep: '#2a3750' },
    ],
    facts: [
      ['Across', '28 cm'],
      ['Movement', 'Sweep quartz, below 20 dB'],
      ['Made of', 'Turned ash, painted; glass front'],
      ['Power', 'One AA battery, included'],
    ],
  },
];

export function find(slug: string | undefined): Product | undefined {
  return CATALOGUE.find((product) => product.slug === slug);
}

const EUROS = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

/** `€ 68` is written without cents, `€ 6.90` with them. */
export function price(euros: number): string {
  return EUROS.format(euros).replace(/\.00$/, '');
}
