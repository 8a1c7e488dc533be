import java.io.File;
import javax.imageio.ImageIO;

/** java Reencode.java IN OUT: reads and writes a picture with ImageIO, the library that comes with Java. */
class Reencode {
    public static void main(String[] arguments) throws Exception {
        ImageIO.write(ImageIO.read(new File(arguments[0])), arguments[1].endsWith(".png") ? "png" : "jpg", new File(arguments[1]));
    }
}
