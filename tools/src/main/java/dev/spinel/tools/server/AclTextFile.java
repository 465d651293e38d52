package dev.spinel.tools.server;

import dev.spinel.engine.config.TextSetting;
import dev.spinel.engine.port.AclFile;
import dev.spinel.engine.port.OperatorLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file of {@code aclfile}, in the working directory of the server. */
final class AclTextFile implements AclFile {
    private final TextSetting name;
    private final WorkingDirectory directory;
    private final OperatorLog log;

    AclTextFile(TextSetting name, WorkingDirectory directory, OperatorLog log) {
        this.name = name;
        this.directory = directory;
        this.log = log;
    }

    @Override
    public String read() throws IOException {
        try {
            return Files.readString(path(), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            throw new IOException("No such file or directory", missing);
        }
    }

    @Override
    public void write(String text) throws IOException {
        Path path = path();
        try {
            Path fresh = Files.createTempFile(path.toAbsolutePath().getParent(), path.getFileName().toString(), ".tmp");
            Files.writeString(fresh, text, StandardCharsets.ISO_8859_1);
            Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "Writing ACL file for ACL SAVE: " + failure.getMessage());
            throw failure;
        }
    }

    private Path path() {
        return directory.resolve(name.value());
    }
}
