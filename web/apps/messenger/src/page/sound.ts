const LENGTH_SECONDS = 0.5;
const NOTES = [659.25, 987.77]; // E5 and B5, one after the other
const ALLOWED_MS = 300; // a sound that the browser allows only later would come out of the blue

/** A short chime, made by the browser itself: nothing is downloaded, and no policy of the page forbids it. */
export function createSound({ Audio, AudioContext }: typeof globalThis) {
  let context: AudioContext | undefined;
  let until = 0;

  const note = (to: AudioContext, frequency: number, at: number) => {
    const tone = to.createOscillator();
    const volume = to.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.12, at + 0.012);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + LENGTH_SECONDS - 0.12);
    tone.connect(volume);
    volume.connect(to.destination);
    tone.start(at);
    tone.stop(at + LENGTH_SECONDS - 0.1);
  };
  const sound = async () => {
    context ??= new AudioContext();
    await Promise.race([context.resume(), new Promise((later) => setTimeout(later, ALLOWED_MS))]);
    if (context.state !== 'running') return;
    for (const [index, frequency] of NOTES.entries()) {
      note(context, frequency, context.currentTime + index * 0.1);
    }
  };
  return {
    /** Does nothing while it sounds, or where the browser does not let it. */
    play(): void {
      if (!Audio || !AudioContext || Date.now() < until) return;
      until = Date.now() + LENGTH_SECONDS * 1000;
      sound().catch(() => {});
    },
    stop(): void {
      void context?.close().catch(() => {});
      context = undefined;
    },
  };
}
